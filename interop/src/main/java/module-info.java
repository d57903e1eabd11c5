/// Flows and voices that other libraries have learned, as models of Bijou's, and Bijou's models for other runtimes.
module dev.bijou.interop {
  requires transitive dev.bijou.core;
  requires transitive dev.bijou.sequence;
  requires transitive dev.bijou.tables;
  requires static org.jspecify;
  requires com.google.gson;

  exports dev.bijou.interop to
      dev.bijou.cli;
}

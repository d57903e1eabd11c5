/// Flows and voices that other libraries have learned, as models of Bijou's.
module dev.bijou.interop {
  requires transitive dev.bijou.core;
  requires transitive dev.bijou.sequence;
  requires static org.jspecify;
  requires com.google.gson;

  exports dev.bijou.interop to
      dev.bijou.cli;
}

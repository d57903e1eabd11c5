/// Models of tables and a voice over HTTP.
module dev.bijou.server {
  requires dev.bijou.report;
  requires dev.bijou.speech;
  requires dev.bijou.tables;
  requires static org.jspecify;
  requires com.google.gson;
  requires jdk.httpserver;

  exports dev.bijou.server to
      dev.bijou.cli;
}

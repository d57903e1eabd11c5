/// Pages that show a model of a table, and novelties in one.
module dev.bijou.report {
  requires transitive dev.bijou.tables;
  requires static org.jspecify;

  exports dev.bijou.report;
  exports dev.bijou.report.comparison to
      dev.bijou.cli;
  exports dev.bijou.report.step to
      dev.bijou.server;
  exports dev.bijou.report.page to
      dev.bijou.cli;
}

/// The `bijou` command.
module dev.bijou.cli {
  requires dev.bijou.interop;
  requires dev.bijou.report;
  requires dev.bijou.server;
  requires dev.bijou.speech;
  requires dev.bijou.tables;
  requires static org.jspecify;
  requires com.google.gson;
  requires info.picocli;
  requires java.logging; // of the Parquet reader, to be silenced
  requires jdk.unsupported; // signals

  opens dev.bijou.cli to
      info.picocli;
  opens dev.bijou.cli.console to
      info.picocli;
  opens dev.bijou.cli.inspect to
      info.picocli;
  opens dev.bijou.cli.serve to
      info.picocli;
  opens dev.bijou.cli.speech to
      info.picocli;
  opens dev.bijou.cli.table to
      info.picocli;
}

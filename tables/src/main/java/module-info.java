/// Tables: their columns from CSV and Parquet, their densities, conditions on them, and novelties among them.
module dev.bijou.tables {
  requires transitive dev.bijou.core;
  requires static org.jspecify;
  requires com.google.gson;
  requires de.siegmar.fastcsv;
  requires dev.hardwood.core;
  requires com.github.luben.zstd_jni; // by name, of the Parquet reader

  exports dev.bijou.conditional;
  exports dev.bijou.novelty;
  exports dev.bijou.table;
  exports dev.bijou.table.fit;
  exports dev.bijou.table.io;
  exports dev.bijou.table.model;
  exports dev.bijou.table.schema;
  exports dev.bijou.table.score;
  exports dev.bijou.conditional.cell to
      dev.bijou.server;
  exports dev.bijou.novelty.rank to
      dev.bijou.interop;
  exports dev.bijou.novelty.side to
      dev.bijou.interop;
  exports dev.bijou.table.boost to
      dev.bijou.cli,
      dev.bijou.report;
  exports dev.bijou.table.compare to
      dev.bijou.cli,
      dev.bijou.report;
  exports dev.bijou.table.draw to
      dev.bijou.cli,
      dev.bijou.server;
  exports dev.bijou.table.encoding to
      dev.bijou.interop;
  exports dev.bijou.table.text to
      dev.bijou.cli,
      dev.bijou.interop,
      dev.bijou.report,
      dev.bijou.server;
  exports dev.bijou.table.watch to
      dev.bijou.cli,
      dev.bijou.interop,
      dev.bijou.server;
}

package dev.bijou.benchmark.truth;

/// A column of a table whose density is known.
///
/// @param name in the header
/// @param form how its cells are written
/// @param given its law, given the columns before it
record TrueColumn(String name, Form form, Given given) {
  static TrueColumn number(String name, Given given) {
    return new TrueColumn(name, new Form.Number(), given);
  }

  static TrueColumn number(String name, Law law) {
    return number(name, Given.always(law));
  }

  /// Names that are the column's own and a number from 1 to `count`.
  static TrueColumn names(String name, int count, Given given) {
    return new TrueColumn(name, Form.Names.of(name, count), given);
  }

  static TrueColumn names(String name, double... shares) {
    return names(name, shares.length, Given.always(Law.names(shares)));
  }
}

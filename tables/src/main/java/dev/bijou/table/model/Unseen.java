package dev.bijou.table.model;

/// Cells of a column with names that a model does not know; their rows are scored with the probability that it reserves
/// for unseen names.
///
/// @param column the column
/// @param cells how many there are
/// @param example one of the names; empty if text is not kept
public record Unseen(String column, long cells, String example) {}

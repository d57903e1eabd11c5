package dev.bijou.interop.pickle;

/// A class or function of Python's, by name only.
///
/// @param module where it lives
/// @param name what it is called there
public record Global(String module, String name) {
  @Override
  public String toString() {
    return module + "." + name;
  }
}

package dev.bijou.interop.pickle;

/// A class or function of Python's, by name only.
///
/// @param module where it lives
/// @param name what it is called there
public record Global(String module, String name) {
  /// Texts of a pickle go into messages, which are one line.
  public Global {
    module = module.replaceAll("\\p{Cntrl}", "?");
    name = name.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return module + "." + name;
  }
}

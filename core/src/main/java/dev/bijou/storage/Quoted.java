package dev.bijou.storage;

import com.google.gson.JsonPrimitive;

/// Text from a file, fit for a one-line message.
public final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  /// The text in quotes, with control characters escaped and a very long text cut.
  public static String of(String text) {
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return new JsonPrimitive(shown).toString();
  }
}

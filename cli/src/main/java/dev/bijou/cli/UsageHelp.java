package dev.bijou.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The help of a command, whose synopsis is wrapped between options only: picocli would wrap it at any dot or comma.
final class UsageHelp extends Help {
  private static final int ONE_LINE = 10_000;
  private static final Pattern COLOR = Pattern.compile("\u001b\\[[\\d;]*m");

  UsageHelp(CommandSpec command, ColorScheme colors) {
    super(command, colors);
  }

  @Override
  public String synopsis(int headingLength) {
    UsageMessageSpec usage = commandSpec().usageMessage();
    int columns = usage.width();
    usage.width(ONE_LINE);
    String[] words = super.synopsis(headingLength).strip().split(" ");
    usage.width(columns);
    int indent = headingLength + commandSpec().qualifiedName().length() + 1;
    StringBuilder text = new StringBuilder();
    int at = headingLength;
    for (String word : words) {
      int length = COLOR.matcher(word).replaceAll("").length();
      if (at + 1 + length > columns && at > indent) {
        text.append('\n').repeat(' ', indent);
        at = indent;
      } else if (!text.isEmpty()) {
        text.append(' ');
        at++;
      }
      text.append(word);
      at += length;
    }
    return text.append('\n').toString();
  }
}

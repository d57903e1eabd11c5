package dev.bijou.server.call;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.novelty.Verdict;
import dev.bijou.table.text.NumberText;
import java.util.ArrayDeque;
import java.util.Deque;

/// The last verdicts, for who looks on while a program sends rows. Kept only where it is asked for, since reasons tell what
/// stood in a row.
public final class Recent {
  private static final int MOST = 500;

  private final boolean kept;
  private final Deque<JsonObject> last = new ArrayDeque<>();
  private long count;

  /// @param kept whether verdicts are kept at all
  public Recent(boolean kept) {
    this.kept = kept;
  }

  synchronized void add(String model, Verdict verdict) {
    if (!kept) {
      return;
    }
    JsonObject json = new JsonObject();
    json.addProperty("number", ++count);
    json.addProperty("model", model);
    json.addProperty("novelty", NumberText.of(verdict.novelty()));
    json.addProperty("p_value", verdict.pValue());
    json.addProperty("novel", verdict.novel());
    json.addProperty("reason", verdict.reason());
    last.add(json);
    if (last.size() > MOST) {
      last.remove();
    }
  }

  /// Those after a number, and the number of the last one.
  public synchronized JsonObject json(long since) {
    JsonArray verdicts = new JsonArray();
    for (JsonObject verdict : last) {
      if (verdict.get("number").getAsLong() > since) {
        verdicts.add(verdict);
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("last", count);
    json.add("verdicts", verdicts);
    return json;
  }
}

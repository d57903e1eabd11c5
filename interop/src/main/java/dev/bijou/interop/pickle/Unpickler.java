package dev.bijou.interop.pickle;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads Python's pickles, protocols 0 to 5, as data.
///
/// A pickle is a program for a small machine with a stack, and may call any function of Python's. This machine calls
/// nothing: the few functions that make tensors are understood ([Torch]), and any other call becomes an [Instance] that
/// says what was wanted. What comes out are null, Boolean, Long, BigInteger, Double, String, byte[], List, [Dict], [Global],
/// [Storage], [TensorView] and [Instance]; they may contain each other and themselves.
///
/// Time grows with the length of the pickle, and memory is bounded by [#MOST_OBJECTS].
public final class Unpickler {
  /// How many objects a pickle may make. A tensor of a checkpoint takes some thirty.
  static final int MOST_OBJECTS = 500_000;

  private static final int LONGEST_NUMBER = 64;
  private static final Object MARK = new Object();
  private static final Object NONE = new Global("builtins", "None"); // in lists, which hold no null

  private final ByteBuffer bytes;
  private final List<@Nullable Object> stack = new ArrayList<>();
  private final Map<Integer, @Nullable Object> memo = new HashMap<>();
  private final Map<String, Storage> storages = new HashMap<>();
  private int objects;

  /// @param bytes read from its position on; what follows the pickle is left
  public Unpickler(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Reads one pickle.
  ///
  /// @throws PickleException if it is damaged, too large, or uses what no checkpoint needs
  public @Nullable Object read() {
    stack.clear();
    memo.clear();
    try {
      while (true) {
        int operation = bytes.get() & 0xff;
        if (operation == '.') {
          return pop();
        }
        if (++objects > MOST_OBJECTS) {
          throw new PickleException(
              "a pickle of more than %,d steps, too many for weights".formatted(MOST_OBJECTS));
        }
        step(operation);
      }
    } catch (BufferUnderflowException e) {
      throw damaged("it ends too early");
    }
  }

  /// The storages that the pickles so far have named, also those of tensors that nobody asks for.
  public Map<String, Storage> storages() {
    return Collections.unmodifiableMap(storages);
  }

  private void step(int operation) {
    switch (operation) {
      case 0x80 -> bytes.get(); // protocol
      case 0x95 -> bytes.getLong(); // frame
      case '(' -> push(MARK);
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> push(top());
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'I' -> push(whole(line()));
      case 'J' -> push((long) bytes.getInt());
      case 'K' -> push((long) (bytes.get() & 0xff));
      case 'M' -> push((long) (bytes.getShort() & 0xffff));
      case 'L' -> push(whole(line().replace("L", "")));
      case 0x8a -> push(number(bytes.get() & 0xff));
      case 0x8b -> push(number(length(bytes.getInt())));
      case 'F' -> push(real(line()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong())));
      case 'S', 'V' -> push(line());
      case 'U', 0x8c -> push(text(bytes.get() & 0xff));
      case 'T', 'X' -> push(text(length(bytes.getInt())));
      case 0x8d -> push(text(length(bytes.getLong())));
      case 'C' -> push(take(bytes.get() & 0xff));
      case 'B' -> push(take(length(bytes.getInt())));
      case 0x8e, 0x96 -> push(take(length(bytes.getLong())));
      case ')' -> push(List.of());
      case 't' -> push(popToMark());
      case 0x85 -> push(popped(1));
      case 0x86 -> push(popped(2));
      case 0x87 -> push(popped(3));
      case ']', 0x8f -> push(new ArrayList<>(0));
      case 'l', 0x91 -> push(popToMark());
      case 'a' -> {
        Object element = pop();
        append(List.of(element == null ? NONE : element));
      }
      case 'e', 0x90 -> append(popToMark());
      case '}' -> push(new Dict());
      case 'd' -> {
        List<Object> items = popToMark();
        push(new Dict());
        putAll(items);
      }
      case 's' -> putAll(popped(2));
      case 'u' -> putAll(popToMark());
      case 'c' -> push(new Global(line(), line()));
      case 0x93 -> {
        List<Object> names = popped(2);
        if (names.get(0) instanceof String module && names.get(1) instanceof String name) {
          push(new Global(module, name));
        } else {
          throw damaged("a class without name");
        }
      }
      case 'R', 0x81 -> call(pop());
      case 0x92 -> {
        pop(); // named arguments
        call(pop());
      }
      case 'b' -> {
        Object state = pop();
        if (top() instanceof Instance instance) {
          instance.build(state);
        }
      }
      case 'Q' -> {
        Object persistent = Torch.persistent(pop());
        if (persistent instanceof Storage storage) {
          storages.put(storage.key(), storage);
        }
        push(persistent);
      }
      case 'p' -> memo.put((int) whole(line()), top());
      case 'q' -> memo.put(bytes.get() & 0xff, top());
      case 'r' -> memo.put(bytes.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'g' -> push(remembered((int) whole(line())));
      case 'h' -> push(remembered(bytes.get() & 0xff));
      case 'j' -> push(remembered(bytes.getInt()));
      default ->
          throw new PickleException(
              "not a pickle of weights, or damaged: step 0x%02x at byte %d"
                  .formatted(operation, bytes.position() - 1));
    }
  }

  private void call(@Nullable Object arguments) {
    Object function = pop();
    List<Object> given = new ArrayList<>();
    if (arguments instanceof List<?> all) {
      given.addAll(all);
    }
    push(Torch.called(function, given));
  }

  private void append(List<Object> elements) {
    if (top() instanceof ArrayList<?>) {
      @SuppressWarnings("unchecked") // all lists here are made here
      List<Object> list = (List<Object>) stack.getLast();
      list.addAll(elements);
    } else if (!(top() instanceof Instance)) {
      throw damaged("elements of something that is no list");
    }
  }

  private void putAll(List<Object> items) {
    Dict dict =
        switch (top()) {
          case Dict own -> own;
          case Instance instance -> instance.items();
          case null, default -> throw damaged("items of something that is no dictionary");
        };
    for (int i = 0; i + 1 < items.size(); i += 2) {
      dict.put(items.get(i), items.get(i + 1));
    }
  }

  private void push(@Nullable Object value) {
    stack.add(value);
  }

  private @Nullable Object pop() {
    if (stack.isEmpty()) {
      throw damaged("its stack is empty");
    }
    return stack.removeLast();
  }

  private @Nullable Object top() {
    if (stack.isEmpty()) {
      throw damaged("its stack is empty");
    }
    return stack.getLast();
  }

  /// The elements above the last mark, which goes, too.
  private List<Object> popToMark() {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw damaged("its stack has no mark");
    }
    List<Object> elements = popped(stack.size() - mark - 1);
    pop();
    return elements;
  }

  private List<Object> popped(int count) {
    if (stack.size() < count) {
      throw damaged("its stack is empty");
    }
    List<@Nullable Object> last = stack.subList(stack.size() - count, stack.size());
    List<Object> elements = new ArrayList<>(count);
    for (Object element : last) {
      elements.add(element == null ? NONE : element);
    }
    last.clear();
    return elements;
  }

  private @Nullable Object remembered(int key) {
    if (!memo.containsKey(key)) {
      throw damaged("it asks for object %d, which it has not made".formatted(key));
    }
    return memo.get(key);
  }

  private String line() {
    int start = bytes.position();
    while (bytes.get() != '\n') {}
    byte[] text = new byte[bytes.position() - 1 - start];
    bytes.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private int length(long claimed) {
    if (claimed < 0 || claimed > bytes.remaining()) {
      throw damaged("it ends too early");
    }
    return (int) claimed;
  }

  private byte[] take(int length) {
    byte[] taken = new byte[length(length)];
    bytes.get(taken);
    return taken;
  }

  private String text(int length) {
    return new String(take(length), StandardCharsets.UTF_8);
  }

  private Object number(int length) {
    if (length > LONGEST_NUMBER) {
      throw damaged("a number of %d bytes".formatted(length));
    }
    byte[] reversed = new byte[length + 1];
    byte[] little = take(length);
    for (int i = 0; i < length; i++) {
      reversed[length - i] = little[i];
    }
    reversed[0] = (byte) (length > 0 && little[length - 1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(reversed);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private long whole(String digits) {
    try {
      return Long.parseLong(digits.strip());
    } catch (NumberFormatException e) {
      throw damaged("a number that is none");
    }
  }

  private double real(String digits) {
    try {
      return Double.parseDouble(digits.strip());
    } catch (NumberFormatException e) {
      throw damaged("a number that is none");
    }
  }

  private PickleException damaged(String what) {
    return new PickleException(
        "damaged, or not a pickle of weights: %s, at byte %d".formatted(what, bytes.position()));
  }
}

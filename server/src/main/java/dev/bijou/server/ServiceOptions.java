package dev.bijou.server;

import dev.bijou.InputException;
import dev.bijou.server.http.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What is served, where, and to whom.
///
/// @param models files of models of tables
/// @param speaker file of a speaker; empty if nobody speaks
/// @param voice file of the voice that goes with it
/// @param address to listen on; port 0 for any that is free
/// @param token that each request must have; empty if none is asked for
/// @param insecure whether other machines may call without a token
/// @param threads that compute
/// @param limits of requests, by their names
/// @param time of the lines of the log
/// @param log is given a line of JSON for each request and each change of a model
public record ServiceOptions(
    List<Path> models,
    Optional<Path> speaker,
    Optional<Path> voice,
    InetSocketAddress address,
    Optional<String> token,
    boolean insecure,
    int threads,
    List<Limit> limits,
    InstantSource time,
    Consumer<String> log) {
  private static final int SHORTEST_TOKEN = 16;

  /// A limit that is not the usual one.
  ///
  /// @param name see [#limitNames]
  /// @param value in bytes, rows, seconds, or a count
  public record Limit(String name, long value) {}

  /// Copies the lists; refuses to be called by other machines without a token, and a token that can be guessed.
  public ServiceOptions {
    models = List.copyOf(models);
    limits = List.copyOf(limits);
    if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
      throw new InputException(
          "the token has %d characters, but must have at least %d; make one with openssl rand -hex 32"
              .formatted(token.get().length(), SHORTEST_TOKEN));
    }
    if (!address.getAddress().isLoopbackAddress() && token.isEmpty() && !insecure) {
      throw new InputException(
          "%s can be reached by other machines, and nobody would be asked for a token"
              .formatted(address.getAddress().getHostAddress()));
    }
    checked(limits);
  }

  /// The address of a host and a port.
  ///
  /// Throws an [InputException] if there is no such host.
  public static InetSocketAddress address(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new InputException("there is no host \"%s\"".formatted(host), e);
    } catch (IllegalArgumentException e) {
      throw new InputException("port is %d, but must lie in 0 … 65535".formatted(port), e);
    }
  }

  /// The names of limits.
  public static List<String> limitNames() {
    return Limits.NAMES;
  }

  /// The limits, those that are not named as usual.
  Limits all() {
    return checked(limits);
  }

  private static Limits checked(List<Limit> named) {
    Limits all = Limits.standard();
    try {
      for (Limit limit : named) {
        all = all.with(limit.name(), limit.value());
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
    return all;
  }
}

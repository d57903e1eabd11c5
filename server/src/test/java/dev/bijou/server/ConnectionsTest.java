package dev.bijou.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How many connections may be open is a limit of the process, so this one has a process of its own.
@Timeout(120)
class ConnectionsTest {
  private static final int MOST = 12;

  /// A service in a process of its own: prints its port, and ends with its standard input.
  static final class Capped {
    private Capped() {}

    public static void main(String[] args) throws IOException {
      try (Served served =
          Served.start(
              new ServiceOptions.Limit("connections", MOST),
              new ServiceOptions.Limit("request-time", 1))) {
        System.out.println(served.service.address().getPort());
        System.in.read();
      }
    }
  }

  @Test
  void oneTooManyIsClosedAndThoseThatAreOpenAreServed() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Capped.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Socket> open = new ArrayList<>();
    try {
      int port =
          Integer.parseInt(
              new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                  .readLine());
      for (int i = 0; i < MOST; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(socket);
        assertEquals("HTTP/1.1 200 OK", answer(socket), "connection " + (i + 1));
      }
      try (Socket further = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertEquals("", answer(further));
      }
      assertEquals("HTTP/1.1 200 OK", answer(open.getFirst()));
      open.removeLast().close();
      assertTrue(isServedAgain(port));
      // Headers that never end: the connection is closed, without an answer.
      open.getFirst().getOutputStream().write("GET /health HT".getBytes(StandardCharsets.US_ASCII));
      assertEquals(
          "",
          new String(open.getFirst().getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
      process.getOutputStream().close();
      process.waitFor();
    }
  }

  /// The place of a connection is free once the service has seen that it is closed.
  private static boolean isServedAgain(int port) throws IOException {
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (!answer(socket).isEmpty()) {
          return true;
        }
      }
    }
  }

  /// The first line of the answer to a request, of which the rest is read; empty if the connection is closed instead.
  private static String answer(Socket socket) throws IOException {
    try {
      socket
          .getOutputStream()
          .write(
              "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      while (!answer.toString().endsWith("ok\n")) {
        int read = socket.getInputStream().read();
        if (read < 0) {
          return "";
        }
        answer.append((char) read);
      }
      return answer.toString().lines().findFirst().orElse("");
    } catch (IOException reset) {
      return "";
    }
  }
}

package dev.bijou.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The end in good order: who is being answered gets the whole answer, and nobody else comes in.
@Timeout(120)
class DrainTest {
  private static final int ROWS = 100_000; // more bytes than the buffers of a connection hold

  /// A client that takes the beginning of a long answer, and the rest when the service has been told to end.
  @Test
  void anAnswerThatHasBegunIsSentToItsEnd() throws Exception {
    try (Served served = Served.start();
        Socket client = new Socket()) {
      InetSocketAddress address = served.service.address();
      client.setReceiveBufferSize(1 << 12);
      client.connect(address);
      String body = "{\"n\": %d}".formatted(ROWS);
      client
          .getOutputStream()
          .write(
              """
              POST /v1/models/plants/sample HTTP/1.1\r
              Host: 127.0.0.1\r
              Content-Type: application/json\r
              Accept: text/csv\r
              Content-Length: %d\r
              \r
              %s\
              """
                  .formatted(body.length(), body)
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      assertEquals("HTTP/1.1 200 OK", answer.readLine());
      Thread draining = Thread.ofVirtual().start(() -> served.service.drain(60));
      while (isOpen(address)) {
        Thread.onSpinWait();
      }
      assertTrue(draining.isAlive(), "it did not wait for the client");
      long rows = 0;
      boolean ended = false;
      for (String line = answer.readLine(); !ended; line = answer.readLine()) {
        ended = line.equals("0"); // the last chunk
        rows += line.contains(",") ? 1 : 0;
      }
      draining.join();
      assertTrue(rows > ROWS, rows + " lines"); // with the header; a chunk's end may split a row
      assertThrows(
          ConnectException.class, () -> new Socket(address.getAddress(), address.getPort()));
    }
  }

  private static boolean isOpen(InetSocketAddress address) throws IOException {
    try (Socket _ = new Socket(address.getAddress(), address.getPort())) {
      return true;
    } catch (ConnectException _) {
      return false;
    }
  }
}

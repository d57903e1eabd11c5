package dev.bijou.server.http;

import java.util.Map;

/// A request that was answered, for the log and the counts.
///
/// @param method of HTTP
/// @param path as it came, without parameters; the name of a model at most
/// @param route the path with places in braces; empty if there is no such address
/// @param status of HTTP; 0 if the connection broke before there was one
/// @param seconds from the request's headers to the end of the answer
/// @param bytesIn of the body
/// @param bytesOut of the answer
/// @param whole whether the answer was sent to its end
/// @param notes what the call adds, without anything of a row
public record Answered(
    String method,
    String path,
    String route,
    int status,
    double seconds,
    long bytesIn,
    long bytesOut,
    boolean whole,
    Map<String, Object> notes) {}

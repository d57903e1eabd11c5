/// Requests and answers: what is refused at the door, what a body may take, and how an answer is sent.
@NullMarked
package dev.bijou.server.http;

import org.jspecify.annotations.NullMarked;

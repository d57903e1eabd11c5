/// Text that all packages of tables need: parts of messages, numbers to text and back, and members of JSON.
@NullMarked
package dev.bijou.table.text;

import org.jspecify.annotations.NullMarked;

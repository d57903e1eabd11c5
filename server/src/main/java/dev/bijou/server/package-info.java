/// Models over HTTP: [Service] starts and drains, [ServiceOptions] says what it serves to whom.
@NullMarked
package dev.bijou.server;

import org.jspecify.annotations.NullMarked;

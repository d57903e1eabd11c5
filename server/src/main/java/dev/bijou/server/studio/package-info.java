/// What the studio adds to the calls of the service: tables that are kept, fits as jobs, pictures, and the page itself.
@NullMarked
package dev.bijou.server.studio;

import org.jspecify.annotations.NullMarked;

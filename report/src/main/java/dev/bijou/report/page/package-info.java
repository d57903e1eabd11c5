/// What pages are made of: markup, sections, pictures with axes, distributions and names in them.
@NullMarked
package dev.bijou.report.page;

import org.jspecify.annotations.NullMarked;

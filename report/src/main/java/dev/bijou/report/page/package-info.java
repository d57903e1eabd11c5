/// What pages are made of: markup, sections, pictures with axes, distributions and names in them.
///
/// Reading order: [Page] → [Section] → [Figure] → [HistogramChart], [BarChart], [PairPlot] → [Axis], [Ecdf], [DensityGrid] →
/// [Markup].
@NullMarked
package dev.bijou.report.page;

import org.jspecify.annotations.NullMarked;

/// Models and judged tables as pages: numbers to markup, without files, clocks or chance.
///
/// [NoveltyReport] is the page of a judged table. Reading order: [ModelReport] → its sections ([Headline], [Learning],
/// [Columns], [Pairs], [Scores], [Steps]) → the pictures they are made of ([PairGrid], [StepPanel], and those of
/// `dev.bijou.report.page`).
@NullMarked
package dev.bijou.report;

import org.jspecify.annotations.NullMarked;

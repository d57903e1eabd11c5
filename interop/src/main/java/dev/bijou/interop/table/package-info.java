/// Models of tables as ONNX graphs: cells in, scores and judgements or drawn cells out.
@NullMarked
package dev.bijou.interop.table;

import org.jspecify.annotations.NullMarked;

package dev.bijou.flow;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.operation.OneHot;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Which values of a mixed row its codes declare absent.
final class Absences {
  private Absences() {}

  /// 1 where a value is absent and 0 where it is there, values × lanes.
  ///
  /// @param context the codes and then what else is given
  static Tensor of(MixedLayout layout, Context context, int lanes) {
    Workspace workspace = Workspace.current();
    Tensor absent = workspace.scratch(layout.values().size(), lanes);
    workspace.compute(() -> {
      absent.fill(0);
      if (context instanceof Context.Given(Tensor all, _)) {
        compute(layout, all, absent);
      }
    });
    return absent;
  }

  private static void compute(MixedLayout layout, Tensor all, Tensor absent) {
    for (int f = 0; f < absent.features(); f++) {
      int state = layout.values().get(f).state();
      for (int n = 0; n < absent.lanes() && state >= 0; n++) {
        int code = OneHot.code(all.get(state, n), layout.cardinalities().get(state));
        absent.data()[absent.at(f) + n] = code == 0 ? 0 : 1;
      }
    }
  }
}

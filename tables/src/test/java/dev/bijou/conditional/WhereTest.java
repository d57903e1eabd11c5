package dev.bijou.conditional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.conditional.cell.CellSet;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.TableException;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereTest {
  private static final double NONE = Double.NaN;

  private static Column column(String name, Kind kind, long missing, int decimals) {
    return new Column(name, kind, 0, 100, missing, 5, 2, 0, 10, 20, decimals);
  }

  private static final Kind.Atoms NO_ATOMS = Kind.Atoms.NONE;
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              column(
                  "city, old",
                  new Kind.Categorical(
                      List.of(new Kind.Level("Rome", 60), new Kind.Level("New York, NY", 30)),
                      List.of(new Kind.Level("Oslo", 3), new Kind.Level("Côte d'Or", 1))),
                  2,
                  0),
              column("age", new Kind.Integral(1, new Kind.Atoms(List.of(3.0), false)), 4, 0),
              column("grade", new Kind.Integral(1, new Kind.Atoms(List.of(1.0, 2.0), true)), 0, 0),
              column("length", new Kind.Continuous(NO_ATOMS), 0, 1),
              column("free", new Kind.Continuous(NO_ATOMS), 0, -1),
              column("member", new Kind.Binary("no", "yes"), 0, 0),
              new Column(
                  "day",
                  new Kind.DateTime("yyyy-MM-dd", 86_400),
                  0,
                  100,
                  0,
                  0,
                  1,
                  1_577_836_800.0,
                  1_609_372_800.0,
                  20,
                  0)),
          List.of());
  private static final Schema GIVEN =
      new Schema(
          List.of(column("x", new Kind.Continuous(NO_ATOMS), 0, -1)),
          List.of(
              column("t", new Kind.Continuous(NO_ATOMS), 0, -1),
              column("kind", new Kind.Binary("no", "yes"), 0, 0)));

  private static CellSet set(int column, String where) {
    return Where.parse(SCHEMA, where).targets().get(column);
  }

  @Test
  void namesAndSeveralOfThem() {
    CellSet set = set(0, "\"city, old\"='New York, NY'|Oslo");
    assertArrayEquals(
        new boolean[] {false, true, true, false, false}, holds(set, 0, 1, 2, 3, NONE));
    assertEquals(0.75, set.rareNames().share());
    CellSet not = set(0, "'city, old' != Rome|Oslo");
    assertArrayEquals(
        new boolean[] {false, true, false, true, false}, holds(not, 0, 1, 2, 3, NONE));
    assertFalse(not.contains(4)); // unseen
    assertTrue(set(0, "\"city, old\"=Côte d'Or").contains(3));
    assertArrayEquals(
        new boolean[] {true, false, true}, holds(set(0, "\"city, old\"=?|Rome"), 0, 1, NONE));
    assertEquals(Optional.of(1.0), set(5, "member=YES").fixed());
  }

  private static boolean[] holds(CellSet set, double... cells) {
    boolean[] holds = new boolean[cells.length];
    for (int i = 0; i < cells.length; i++) {
      holds[i] = set.contains(cells[i]);
    }
    return holds;
  }

  @Test
  void numbersAreComparedAsTheyAreWritten() {
    CellSet adult = set(1, "age>3,age<=7,age!=5");
    assertArrayEquals(
        new boolean[] {false, true, false, true, false, false}, holds(adult, 3, 4, 5, 7, 8, NONE));
    assertEquals(
        List.of(new CellSet.Interval(3.5, 4.5), new CellSet.Interval(5.5, 7.5)), adult.intervals());
    CellSet long_ = set(3, "length > 4");
    assertFalse(long_.contains(4.04)); // is written 4
    assertTrue(long_.contains(4.06));
    assertEquals(4.05, long_.intervals().getFirst().from(), 1e-9);
    CellSet equal = set(3, "length=4.2");
    assertEquals(4.15, equal.intervals().getFirst().from(), 1e-9);
    assertEquals(4.25, equal.intervals().getFirst().to(), 1e-9);
    assertEquals(0, equal.singles().length);
    assertEquals(List.of(), set(2, "grade=2").intervals());
  }

  @Test
  void withoutAGridAValueIsSingle() {
    CellSet single = set(4, "free=2.5|3.5,free<3");
    assertArrayEquals(new double[] {2.5}, single.singles());
    assertEquals(Optional.of(2.5), single.fixed());
    assertTrue(Where.parse(SCHEMA, "free=2.5").hasSingles());
    assertFalse(Where.parse(SCHEMA, "free>2.5").hasSingles());
    assertFalse(set(4, "free>2.5").contains(2.5));
    assertTrue(set(4, "free>=2.5").contains(2.5));
  }

  @Test
  void datesAndMissingCells() {
    CellSet late = set(6, "day>=2020-12-30");
    assertArrayEquals(new boolean[] {false, true}, holds(late, 1_577_836_800.0, 1_609_372_800.0));
    CellSet missing = set(1, "age=?");
    assertArrayEquals(new boolean[] {true, false}, holds(missing, NONE, 3));
    assertFalse(missing.hasValues());
    assertEquals(missing.fixed(), set(1, "age=").fixed());
    assertArrayEquals(new boolean[] {false, true}, holds(set(1, "age!=?"), NONE, 3));
  }

  @Test
  void factorsOfCodes() {
    RowEncoder encoder = RowEncoder.of(SCHEMA);
    float[] free =
        Where.factors(encoder, Where.parse(SCHEMA, "length>1").targets()); // others are free
    // city: Rome, New York, other, missing; age: value, missing, 3; grade: none, 1, 2; member: no,
    // yes, other
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0}, free);
    float[] held =
        Where.factors(
            encoder,
            Where.parse(SCHEMA, "\"city, old\"=Oslo,age=3|?,grade!=1,member=no").targets());
    assertArrayEquals(new float[] {0, 0, 0.75f, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0}, held);
  }

  @Test
  void aConditionalModelIsToldWhatIsGiven() {
    Where where = Where.parse(GIVEN, "kind=yes, t=0.50, x<1");
    assertEquals(List.of(0.5, 1.0), where.given());
    assertEquals(List.of("0.50", "yes"), where.givenText());
    assertEquals(
        "the model is conditional on \"kind\"; add a condition that sets it, with =",
        error(GIVEN, "t=1"));
    assertEquals(
        "condition \"t>1\": the model is conditional on \"t\"; set it to one value with =",
        error(GIVEN, "t>1,kind=yes"));
    assertEquals(
        "condition \"t=?\": column \"t\" had no missing cell when the model was learned",
        error(GIVEN, "t=?,kind=yes"));
  }

  private static String error(Schema schema, String where) {
    return String.valueOf(
        assertThrows(TableException.class, () -> Where.parse(schema, where)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "agee>3; the model has no column \"agee\"; did you mean \"age\"?",
        "age; there is no =, !=, <, <=, > or >= in it",
        "age=>3; \">3\" is not a value of column \"age\", which is integer",
        "age<>3; \">3\" is not a value of column \"age\", which is integer",
        "age!3; \"!\" is none of =, !=, <, <=, >, >=",
        "age>old; \"old\" is not a value of column \"age\", which is integer",
        "age>3|4; > needs one value",
        "age>; > needs one value",
        "age>20; no cell of column \"age\" satisfies it; it goes from 0 to 10",
        "age=2.5; the values of column \"age\" are 1 apart",
        "length=2.55; the values of column \"length\" are 0.1 apart",
        "grade=3; column \"grade\" has the values 1, 2",
        "grade=?; column \"grade\" had no missing cell when the model was learned",
        "member>no; column \"member\" is boolean, whose values have no order; use = or !=",
        "member=maybe; column \"member\" has no \"maybe\"; it has \"no\", \"yes\"",
        "day>yesterday; \"yesterday\" is not a value of column \"day\", which is date-time",
      })
  void saysWhatIsWrong(String where, String what) {
    String message = error(SCHEMA, where);
    assertTrue(
        message.startsWith("condition \"%s\": %s".formatted(where, what)),
        () -> message + " instead of " + what);
  }

  @Test
  void saysWhichConditionsContradict() {
    assertEquals(
        "condition \"age>6\": no cell of column \"age\" satisfies it and \"age<5\"; it goes from 0 to 10",
        error(SCHEMA, "age<5,age>6"));
    assertEquals("a condition is empty; write them as in age>60,sex=F", error(SCHEMA, "age<5,,"));
    assertEquals(
        "condition \"'city\": there is no =, !=, <, <=, > or >= in it; put names and values that hold a comma in"
            + " quotes",
        error(SCHEMA, "'city"));
  }

  @Test
  void rowsAreJudgedAsAWhole() {
    Where where = Where.parse(SCHEMA, "age>3,member=yes");
    double[] row = {0, 4, 1, 2, 2, 1, 1_577_836_800.0};
    assertTrue(where.holds(row));
    double[] other = Arrays.copyOf(row, row.length);
    other[5] = 0;
    assertFalse(where.holds(other));
  }
}

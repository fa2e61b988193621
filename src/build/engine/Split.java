import static java.util.Comparator.comparing;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One method as several. The first keeps its name and holds the busiest regions; where control
 * passes to a region of another part it calls that part, with the locals in an array:
 *
 * <pre>
 *   int part(int entry, long[] locals, Memory memory, Instance instance)
 * </pre>
 *
 * <p>A part returns the entry where it goes on, in whichever part that is, or -1 when the method
 * has returned; its result is then in the array. An entry is a part and a number within it.
 */
final class Split {

  static final int RETURNED = -1;

  /**
   * What the regions may take. The best compiler would get along with twice as much, but the quick
   * one runs out of registers then, and a JVM with recorded profiles (JEP 515) compiles nothing
   * with the best that the quick one has refused. In parts the busy regions are few.
   */
  private static final int FIRST_MAX = 3_000;

  /** Likewise; the rest of the 8,000 bytes passes control and locals on. */
  private static final int PART_MAX = 6_000;

  private static final int JUMP = 6;
  static final int ENTRY_BITS = 10;

  private final ClassDesc owner;
  private final Flow flow;
  private final boolean counted;
  private final int[] partOf;
  private final int parts;
  private final Map<Flow.Region, Integer> entries = new TreeMap<>(comparing(Flow.Region::index));

  /** The place of each local in the array; behind them what is on the stack. */
  private final Map<Integer, Integer> places = new TreeMap<>();

  private final int depth;

  Split(ClassDesc owner, Flow flow, List<Integer> busiest, boolean counted) {
    this.owner = owner;
    this.flow = flow;
    this.counted = counted;
    this.partOf = new int[flow.regions().size()];
    this.parts = divide(busiest);
    number();
    this.depth = entries.keySet().stream().mapToInt(r -> r.stack().size()).max().orElse(0) + 1;
  }

  /** Writes the methods into their class. */
  void into(ClassBuilder builder) {
    builder.withMethodBody(flow.name(), flow.type(), flow.flags(), this::first);
    for (int part = 1; part < parts; part++) {
      int number = part;
      builder.withMethodBody(
          name(part),
          partType(),
          ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
          code -> part(code, number));
    }
  }

  Flow flow() {
    return flow;
  }

  boolean counted() {
    return counted;
  }

  int partOf(Flow.Region region) {
    return partOf[region.index()];
  }

  /** The number of a region that is entered from another part. */
  int entry(Flow.Region region) {
    return entries.get(region);
  }

  List<Flow.Region> entriesOf(int part) {
    return entries.keySet().stream().filter(region -> partOf(region) == part).toList();
  }

  List<Flow.Region> regionsOf(int part) {
    return flow.regions().stream().filter(region -> partOf(region) == part).toList();
  }

  int place(int slot) {
    return places.get(slot);
  }

  int stackPlace(int position) {
    return places.size() + position;
  }

  /** How much of the stack is passed on at most; a result is passed on as if it were there. */
  int depth() {
    return depth;
  }

  int memorySlot() {
    return flow.type().parameterList().stream()
            .mapToInt(type -> TypeKind.from(type).slotSize())
            .sum()
        - 2;
  }

  /** Busiest first, as many as there is room for in the first part, the others as they come. */
  private int divide(List<Integer> busiest) {
    Arrays.fill(partOf, -1);
    int size = 0;
    List<Flow.Region> wanted = new ArrayList<>(List.of(flow.regions().getFirst()));
    busiest.forEach(index -> wanted.add(flow.regions().get(index)));
    if (busiest.isEmpty()) {
      wanted.addAll(flow.regions());
    }
    for (Flow.Region region : wanted) {
      if (partOf(region) < 0 && size + region.size() <= FIRST_MAX) {
        partOf[region.index()] = 0;
        size += region.size();
      }
    }
    int part = 1;
    size = 0;
    for (Flow.Region region : flow.regions()) {
      if (partOf(region) < 0) {
        if (size + region.size() + JUMP > PART_MAX) {
          part++;
          size = 0;
        }
        partOf[region.index()] = part;
        size += region.size() + JUMP;
      }
    }
    return part + 1;
  }

  private void number() {
    for (Flow.Region region : flow.regions()) {
      for (Flow.Region next : flow.successors(region)) {
        if (partOf(next) != partOf(region)) {
          entries.put(next, 0);
        }
      }
    }
    int[] numbers = new int[parts];
    entries.replaceAll((region, _) -> partOf(region) << ENTRY_BITS | numbers[partOf(region)]++);
    if (Arrays.stream(numbers).anyMatch(entered -> entered > 1 << ENTRY_BITS)
        || parts > 1 << Character.SIZE - ENTRY_BITS) {
      throw new IllegalStateException(flow.name() + " needs larger numbers for its entries");
    }
    BitSet passed = new BitSet();
    entries.keySet().forEach(region -> passed.or(flow.needed(region)));
    passed.stream().forEach(slot -> places.put(slot, places.size()));
  }

  private void first(CodeBuilder code) {
    Part.Slots slots = Part.Slots.ofFirst(flow);
    Part body = new Part(this, 0, slots, code);
    code.aconst_null().astore(slots.array()).iconst_0().istore(slots.entry());
    body.clearStack();
    body.regions();

    code.labelBinding(body.leave());
    Label there = code.newLabel();
    code.aload(slots.array()).ifnonnull(there);
    code.loadConstant(places.size() + depth).newarray(TypeKind.LONG).astore(slots.array());
    code.labelBinding(there);
    BitSet all = new BitSet();
    places.keySet().forEach(all::set);
    body.pass(all);

    Label dispatch = code.newBoundLabel();
    Label returned = code.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      cases.add(SwitchCase.of(part, code.newLabel()));
    }
    code.iload(slots.entry()).bipush(ENTRY_BITS).ishr();
    code.tableswitch(0, parts - 1, returned, cases);
    for (int part = 1; part < parts; part++) {
      code.labelBinding(cases.get(part).target());
      code.iload(slots.entry()).aload(slots.array());
      code.aload(memorySlot()).aload(memorySlot() + 1);
      code.invokestatic(owner, name(part), partType());
      code.istore(slots.entry()).goto_(dispatch);
    }
    code.labelBinding(returned);
    body.returnPassed();
    code.labelBinding(cases.getFirst().target());
    body.take(changedElsewhere());
    body.enter();
  }

  /** What the other parts may have changed of the locals the first part needs. */
  private BitSet changedElsewhere() {
    BitSet changed = new BitSet();
    for (int part = 1; part < parts; part++) {
      changed.or(given(part));
    }
    changed.and(neededAtEntries(0));
    return changed;
  }

  private void part(CodeBuilder code, int number) {
    Part.Slots slots = Part.Slots.ofPart(flow);
    Part body = new Part(this, number, slots, code);
    code.aload(2).astore(slots.of(memorySlot()));
    code.aload(3).astore(slots.of(memorySlot() + 1));
    body.clearStack();
    BitSet taken = neededAtEntries(number);
    taken.or(given(number));
    body.take(taken);
    body.enter();
    body.regions();
    code.labelBinding(body.leave());
    body.pass(given(number));
    code.iload(slots.entry()).ireturn();
  }

  private BitSet neededAtEntries(int part) {
    BitSet needed = new BitSet();
    entriesOf(part).forEach(region -> needed.or(flow.needed(region)));
    return needed;
  }

  /** The locals a part may have changed that are needed where it passes control to. */
  private BitSet given(int part) {
    BitSet changed = new BitSet();
    BitSet needed = new BitSet();
    for (Flow.Region region : regionsOf(part)) {
      changed.or(flow.changed(region));
      for (Flow.Region next : flow.successors(region)) {
        if (partOf(next) != part) {
          needed.or(flow.needed(next));
        }
      }
    }
    changed.and(needed);
    return changed;
  }

  private String name(int part) {
    return flow.name() + "_part_" + part;
  }

  private MethodTypeDesc partType() {
    List<ClassDesc> parameters = flow.type().parameterList();
    return MethodTypeDesc.of(
        ConstantDescs.CD_int,
        ConstantDescs.CD_int,
        ConstantDescs.CD_long.arrayType(),
        parameters.get(parameters.size() - 2),
        parameters.getLast());
  }
}

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The code of one part of a {@link Split}: its regions, and how they are entered and left. */
final class Part {

  /**
   * Where a part keeps what is its own: the array, the entry that comes next, what a switch goes
   * by, and what the stack held when it is left, two slots each.
   *
   * @param shift how far the method's own locals are moved
   */
  record Slots(int shift, int array, int entry, int selector, int stack) {

    static Slots ofFirst(Flow flow) {
      int own = flow.locals();
      return new Slots(0, own, own + 1, own + 2, own + 3);
    }

    /** Its four parameters come first. */
    static Slots ofPart(Flow flow) {
      int own = 4 + flow.locals();
      return new Slots(4, 1, 0, own, own + 1);
    }

    int of(int local) {
      return shift + local;
    }

    int stack(int position) {
      return stack + 2 * position;
    }
  }

  private static final int ENTRY_MASK = (1 << Split.ENTRY_BITS) - 1;

  /** A switch with more cases than this has one way out for all that are elsewhere. */
  private static final int SMALL_SWITCH_MAX = 20;

  private static final ClassDesc COUNTS = ClassDesc.of("sh.executor.sandbox.EngineProfile");
  private static final MethodTypeDesc COUNT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String, ConstantDescs.CD_int);

  private final Split split;
  private final Flow flow;
  private final int number;
  private final Slots slots;
  private final CodeBuilder code;
  private final Map<Flow.Region, Label> inside = new HashMap<>();
  private final Map<Flow.Region, Label> outside = new LinkedHashMap<>();
  private final Label leave;

  Part(Split split, int number, Slots slots, CodeBuilder code) {
    this.split = split;
    this.flow = split.flow();
    this.number = number;
    this.slots = slots;
    this.code = code;
    this.leave = code.newLabel();
  }

  /** Where control goes that leaves: the entry is set, and the stack is in its slots. */
  Label leave() {
    return leave;
  }

  /** The verifier asks for a value wherever one may be passed on. */
  void clearStack() {
    for (int position = 0; position < split.depth(); position++) {
      code.lconst_0().lstore(slots.stack(position));
    }
  }

  /** Reads locals from the array. */
  void take(BitSet locals) {
    locals.stream()
        .forEach(
            local -> {
              code.aload(slots.array()).loadConstant(split.place(local)).laload();
              fromLong(flow.kind(local));
              code.storeLocal(flow.kind(local), slots.of(local));
            });
  }

  /** Writes locals, and what the stack held, into the array. */
  void pass(BitSet locals) {
    locals.stream()
        .forEach(
            local -> {
              code.aload(slots.array()).loadConstant(split.place(local));
              code.loadLocal(flow.kind(local), slots.of(local));
              toLong(flow.kind(local));
              code.lastore();
            });
    for (int position = 0; position < split.depth(); position++) {
      code.aload(slots.array()).loadConstant(split.stackPlace(position));
      code.lload(slots.stack(position)).lastore();
    }
  }

  /** Goes to the region the entry names. */
  void enter() {
    List<SwitchCase> cases = new ArrayList<>();
    Map<Flow.Region, Label> withStack = new LinkedHashMap<>();
    for (Flow.Region region : split.entriesOf(number)) {
      Label label =
          region.stack().isEmpty()
              ? label(region)
              : withStack.computeIfAbsent(region, _ -> code.newLabel());
      cases.add(SwitchCase.of(cases.size(), label));
    }
    Label never = code.newLabel();
    code.iload(slots.entry()).loadConstant(ENTRY_MASK).iand();
    code.tableswitch(0, Math.max(0, cases.size() - 1), never, cases);
    withStack.forEach(
        (region, label) -> {
          code.labelBinding(label);
          for (int position = 0; position < region.stack().size(); position++) {
            code.aload(slots.array()).loadConstant(split.stackPlace(position)).laload();
            fromLong(region.stack().get(position));
          }
          code.goto_(label(region));
        });
    code.labelBinding(never).aconst_null().athrow();
  }

  /** The regions, and behind them the ways out to others. */
  void regions() {
    for (Flow.Region region : split.regionsOf(number)) {
      code.labelBinding(label(region));
      if (split.counted()) {
        code.loadConstant(flow.name()).loadConstant(region.index());
        code.invokestatic(COUNTS, "count", COUNT);
      }
      region.code().forEach(this::write);
      if (region.fallsThrough() && split.partOf(flow.behind(region)) != number) {
        code.goto_(label(flow.behind(region)));
      }
    }
    outside.forEach(
        (region, label) -> {
          code.labelBinding(label);
          popStack(region.stack());
          code.loadConstant(split.entry(region)).istore(slots.entry()).goto_(leave);
        });
  }

  /** Returns what another part has passed on as the result. */
  void returnPassed() {
    TypeKind result = TypeKind.from(flow.type().returnType());
    if (result != TypeKind.VOID) {
      code.aload(slots.array()).loadConstant(split.stackPlace(0)).laload();
      fromLong(result);
    }
    code.return_(result);
  }

  private Label label(Flow.Region region) {
    return (split.partOf(region) == number ? inside : outside)
        .computeIfAbsent(region, _ -> code.newLabel());
  }

  private Label label(Label label) {
    return label(flow.at(label));
  }

  private void write(CodeElement element) {
    switch (element) {
      case BranchInstruction branch when Flow.jumps(branch) -> code.goto_(label(branch.target()));
      case BranchInstruction branch -> code.branch(branch.opcode(), label(branch.target()));
      case TableSwitchInstruction table when table.cases().size() > SMALL_SWITCH_MAX ->
          largeSwitch(table);
      case TableSwitchInstruction table ->
          code.tableswitch(
              table.lowValue(),
              table.highValue(),
              label(table.defaultTarget()),
              cases(table.cases()));
      case LookupSwitchInstruction lookup ->
          code.lookupswitch(label(lookup.defaultTarget()), cases(lookup.cases()));
      case LoadInstruction load -> code.loadLocal(load.typeKind(), slots.of(load.slot()));
      case StoreInstruction store -> code.storeLocal(store.typeKind(), slots.of(store.slot()));
      case IncrementInstruction increment ->
          code.iinc(slots.of(increment.slot()), increment.constant());
      case ReturnInstruction result when number > 0 -> passResult(result.typeKind());
      case NopInstruction _ -> {}
      default -> code.with(element);
    }
  }

  private List<SwitchCase> cases(List<SwitchCase> cases) {
    return cases.stream().map(c -> SwitchCase.of(c.caseValue(), label(c.target()))).toList();
  }

  /** Looks the entry up in a string: a way out of its own for each case would fill the method. */
  private void largeSwitch(TableSwitchInstruction table) {
    Map<Integer, Flow.Region> targets = new HashMap<>();
    table.cases().forEach(c -> targets.put(c.caseValue(), flow.at(c.target())));
    Label away = code.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    List<TypeKind> stack = List.of();
    StringBuilder found = new StringBuilder();
    for (int value = table.lowValue(); value <= table.highValue(); value++) {
      Flow.Region target = targets.getOrDefault(value, flow.at(table.defaultTarget()));
      boolean here = split.partOf(target) == number;
      cases.add(SwitchCase.of(value, here ? label(target) : away));
      found.append(here ? 0 : (char) split.entry(target));
      stack = target.stack();
    }
    code.dup().istore(slots.selector());
    code.tableswitch(table.lowValue(), table.highValue(), label(table.defaultTarget()), cases);
    code.labelBinding(away);
    popStack(stack);
    code.loadConstant(found.toString()).iload(slots.selector());
    code.loadConstant(table.lowValue()).isub();
    code.invokevirtual(
        ConstantDescs.CD_String,
        "charAt",
        MethodTypeDesc.of(ConstantDescs.CD_char, ConstantDescs.CD_int));
    code.istore(slots.entry()).goto_(leave);
  }

  private void passResult(TypeKind kind) {
    if (kind != TypeKind.VOID) {
      popStack(List.of(kind));
    }
    code.loadConstant(Split.RETURNED).istore(slots.entry()).goto_(leave);
  }

  private void popStack(List<TypeKind> kinds) {
    for (int position = kinds.size() - 1; position >= 0; position--) {
      toLong(kinds.get(position));
      code.lstore(slots.stack(position));
    }
  }

  private void toLong(TypeKind kind) {
    switch (kind) {
      case LONG -> {}
      case INT -> code.i2l();
      case DOUBLE ->
          code.invokestatic(
              ConstantDescs.CD_Double,
              "doubleToRawLongBits",
              MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
      default -> throw new IllegalStateException("a " + kind + " can not be passed on");
    }
  }

  private void fromLong(TypeKind kind) {
    switch (kind) {
      case LONG -> {}
      case INT -> code.l2i();
      case DOUBLE ->
          code.invokestatic(
              ConstantDescs.CD_Double,
              "longBitsToDouble",
              MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
      default -> throw new IllegalStateException("a " + kind + " can not be passed on");
    }
  }
}

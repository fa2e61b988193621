import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The regions of a method, how control passes between them, and which locals each needs. A region
 * begins where something jumps to, and ends where the next begins: it is entered at its beginning
 * alone.
 */
final class Flow {

  /** A region, by its place in the code; what lies on the operand stack when it is entered. */
  record Region(int index, List<CodeElement> code, List<TypeKind> stack) {

    /** The bytes of its instructions. */
    int size() {
      return code.stream().mapToInt(e -> e instanceof Instruction i ? i.sizeInBytes() : 0).sum();
    }

    /** Whether control passes from its end to the region behind it. */
    boolean fallsThrough() {
      return switch (code.getLast()) {
        case BranchInstruction branch -> !jumps(branch);
        case TableSwitchInstruction _,
            LookupSwitchInstruction _,
            ReturnInstruction _,
            ThrowInstruction _ ->
            false;
        default -> true;
      };
    }
  }

  private final MethodModel method;
  private final List<Region> regions = new ArrayList<>();
  private final Map<Label, Region> starts = new HashMap<>();
  private final TypeKind[] kinds;
  private final List<BitSet> needed = new ArrayList<>();

  Flow(MethodModel method) {
    this.method = method;
    CodeAttribute code = (CodeAttribute) method.code().orElseThrow();
    this.kinds = new TypeKind[code.maxLocals()];
    divide(code);
    findKinds(code);
    findNeeded();
  }

  String name() {
    return method.methodName().stringValue();
  }

  MethodTypeDesc type() {
    return method.methodTypeSymbol();
  }

  int flags() {
    return method.flags().flagsMask();
  }

  int locals() {
    return kinds.length;
  }

  List<Region> regions() {
    return regions;
  }

  Region at(Label label) {
    return starts.get(label);
  }

  Region behind(Region region) {
    return regions.get(region.index() + 1);
  }

  /** What a local holds; it holds nothing else anywhere. */
  TypeKind kind(int slot) {
    return kinds[slot];
  }

  /** The locals, but for references, whose values a region or one behind it may read. */
  BitSet needed(Region region) {
    return needed.get(region.index());
  }

  /** The locals that code in a region changes. */
  BitSet changed(Region region) {
    BitSet changed = new BitSet();
    for (CodeElement element : region.code()) {
      switch (element) {
        case StoreInstruction store -> changed.set(store.slot());
        case IncrementInstruction increment -> changed.set(increment.slot());
        default -> {}
      }
    }
    return changed;
  }

  /** Where control may pass from a region. */
  List<Region> successors(Region region) {
    Stream<Region> jumps = region.code().stream().flatMap(this::targets);
    return (region.fallsThrough() ? Stream.concat(jumps, Stream.of(behind(region))) : jumps)
        .toList();
  }

  static boolean jumps(BranchInstruction branch) {
    return branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W;
  }

  private Stream<Region> targets(CodeElement element) {
    return switch (element) {
      case BranchInstruction branch -> Stream.of(at(branch.target()));
      case TableSwitchInstruction table -> targets(table.cases(), table.defaultTarget());
      case LookupSwitchInstruction lookup -> targets(lookup.cases(), lookup.defaultTarget());
      default -> Stream.empty();
    };
  }

  private Stream<Region> targets(List<SwitchCase> cases, Label otherwise) {
    return Stream.concat(cases.stream().map(SwitchCase::target), Stream.of(otherwise))
        .map(this::at);
  }

  private void divide(CodeAttribute code) {
    Map<Label, List<TypeKind>> stacks = new HashMap<>();
    for (StackMapFrameInfo frame :
        code.findAttribute(Attributes.stackMapTable()).orElseThrow().entries()) {
      stacks.put(frame.target(), frame.stack().stream().map(Flow::kind).toList());
    }
    List<Label> labels = new ArrayList<>();
    List<CodeElement> elements = new ArrayList<>();
    List<TypeKind> stack = List.of();
    for (CodeElement element : code) {
      if (element instanceof LabelTarget target && stacks.containsKey(target.label())) {
        if (!elements.isEmpty()) {
          begin(labels, elements, stack);
          labels = new ArrayList<>();
          elements = new ArrayList<>();
        }
        labels.add(target.label());
        stack = stacks.get(target.label());
      } else if (element instanceof Instruction) {
        elements.add(element);
      }
    }
    begin(labels, elements, stack);
  }

  private void begin(List<Label> labels, List<CodeElement> elements, List<TypeKind> stack) {
    Region region = new Region(regions.size(), elements, stack);
    regions.add(region);
    labels.forEach(label -> starts.put(label, region));
  }

  private void findKinds(CodeAttribute code) {
    int parameter = 0;
    for (var type : type().parameterList()) {
      isOf(parameter, TypeKind.from(type));
      parameter += TypeKind.from(type).slotSize();
    }
    for (CodeElement element : code) {
      switch (element) {
        case LoadInstruction load -> isOf(load.slot(), load.typeKind());
        case StoreInstruction store -> isOf(store.slot(), store.typeKind());
        default -> {}
      }
    }
  }

  private void isOf(int slot, TypeKind kind) {
    if (kinds[slot] != null && kinds[slot] != kind) {
      throw new IllegalStateException(
          name() + " keeps " + kinds[slot] + " and " + kind + " in local " + slot);
    }
    kinds[slot] = kind;
  }

  private void findNeeded() {
    regions.forEach(_ -> needed.add(new BitSet()));
    boolean again = true;
    while (again) {
      again = false;
      for (Region region : regions.reversed()) {
        BitSet before = neededBefore(region);
        again |= !before.equals(needed.set(region.index(), before));
      }
    }
  }

  private BitSet neededBefore(Region region) {
    BitSet live = new BitSet();
    if (region.fallsThrough()) {
      live.or(needed(behind(region)));
    }
    for (CodeElement element : region.code().reversed()) {
      targets(element).forEach(target -> live.or(needed(target)));
      switch (element) {
        case StoreInstruction store -> live.clear(store.slot());
        case LoadInstruction load when load.typeKind() != TypeKind.REFERENCE ->
            live.set(load.slot());
        case IncrementInstruction increment -> live.set(increment.slot());
        default -> {}
      }
    }
    return live;
  }

  private static TypeKind kind(VerificationTypeInfo type) {
    return switch (type) {
      case SimpleVerificationTypeInfo.INTEGER -> TypeKind.INT;
      case SimpleVerificationTypeInfo.LONG -> TypeKind.LONG;
      case SimpleVerificationTypeInfo.FLOAT -> TypeKind.FLOAT;
      case SimpleVerificationTypeInfo.DOUBLE -> TypeKind.DOUBLE;
      default -> TypeKind.REFERENCE;
    };
  }
}

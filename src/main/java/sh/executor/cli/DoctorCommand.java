package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sh.executor.cli.doctor.Examination;
import sh.executor.cli.doctor.Finding;
import sh.executor.cli.doctor.ServerExamination;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;

/** {@code executor doctor}: what is well, what is not, and what to do. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {

  private final Invocation invocation;

  DoctorCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    List<Finding> findings =
        new ArrayList<>(
            new Examination(invocation.environment(), invocation.dataDirectory()).findings());
    findings.addAll(new ServerExamination(invocation.choice(), Version.number()).findings());
    boolean failed = findings.stream().anyMatch(one -> one.state() == Finding.State.FAILED);
    Output output = invocation.output();
    if (output.json()) {
      output.document(document(findings, !failed));
    } else {
      List<List<String>> rows = new ArrayList<>();
      findings.forEach(one -> rows.add(List.of(word(one), one.check(), one.what())));
      output.table(rows);
    }
    return failed ? 1 : 0;
  }

  private static ObjectNode document(List<Finding> findings, boolean well) {
    ObjectNode document = Json.object().put("ok", well);
    ArrayNode checks = document.putArray("checks");
    findings.forEach(
        one ->
            checks
                .addObject()
                .put("check", one.check())
                .put("state", word(one))
                .put("what", one.what()));
    return document;
  }

  private static String word(Finding finding) {
    return finding.state().name().toLowerCase(Locale.ROOT);
  }
}

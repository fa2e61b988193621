package sh.executor.telemetry;

/** The alarms of all tests that make their own service: their thread is never stopped. */
public final class TestAlarms {

  public static final Alarms SHARED = new Alarms();

  private TestAlarms() {}
}

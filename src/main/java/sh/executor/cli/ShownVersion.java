package sh.executor.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} shows. */
final class ShownVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {Version.text()};
  }
}

package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.PublicUrl;
import sh.executor.testkit.PostgresResource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ServedUrlTest {

  @Inject PublicUrl served;
  @Inject HttpServer http;

  @Test
  void itIsTheAddressTheServiceListensOn() {
    URI tested = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));

    assertThat(served.at("/approve/x").getPort()).isEqualTo(tested.getPort());
    assertThat(served.at("/approve/x").getPath()).isEqualTo("/approve/x");
  }

  @Test
  void aConfiguredOneWinsWithOrWithoutASlash() {
    for (String configured :
        new String[] {"https://executor.example", "https://executor.example/"}) {
      ServedUrl url = new ServedUrl(Optional.of(URI.create(configured)), "127.0.0.1", http);

      assertThat(url.at("/a?b=c")).hasToString("https://executor.example/a?b=c");
      assertThat(url.at("//evil.example")).hasHost("executor.example");
      assertThat(url.at("")).hasToString("https://executor.example");
    }
  }
}

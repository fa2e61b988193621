package sh.executor.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Supplier;
import sh.executor.kernel.ProblemException;

/**
 * Reads JSON bodies into the records of the API, strictly: every component that is not nullable
 * must be there, of its own JSON type (no number for a string, no {@code 1} for true), strings are
 * text, nothing may follow the value, and the bounds of {@link BodyLimits} hold. Unknown members
 * are ignored, so that a client may know more than we do. Whatever is wrong is a problem with
 * status 400 or 413 that says where, and never repeats a value, which may be a secret.
 */
@Provider
@Singleton
@Consumes(MediaType.APPLICATION_JSON)
final class BodyReader implements MessageBodyReader<Object> {

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .annotationIntrospector(new RequiredComponents())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, BodyReader::onlyStrings)
          .build();
  private final JsonFactory factory = factory();
  private final Supplier<Duration> within;

  /**
   * @param config looked up when the first body comes, for the same reason as in {@link
   *     RequestGate}
   */
  @Inject
  BodyReader(Instance<RestConfig> config) {
    this(() -> config.get().bodyWithin());
  }

  BodyReader(Supplier<Duration> within) {
    this.within = within;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    return read(type, bytesMax(annotations), body);
  }

  /** Reads one value of {@code type} from at most {@code bytesMax} bytes that come in time. */
  <T> T read(Class<T> type, int bytesMax, InputStream body) {
    try (Patience patience = Patience.of(within.get())) {
      try {
        return read(type, new BoundedInput(body, bytesMax));
      } catch (ProblemException e) {
        throw patience.isOver() ? InvalidBody.tooSlow(within.get()) : e;
      }
    }
  }

  private <T> T read(Class<T> type, InputStream body) {
    try (JsonParser parser = new TextOnly(factory.createParser(body))) {
      if (parser.nextToken() == null) {
        throw InvalidBody.missing();
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw InvalidBody.notAnObject();
      }
      return mapper.readerFor(type).readValue(parser);
    } catch (JsonProcessingException e) {
      throw InvalidBody.of(e);
    } catch (IOException e) {
      throw InvalidBody.cutOff();
    }
  }

  private static void onlyStrings(MutableCoercionConfig textual) {
    textual
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  private static int bytesMax(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof MaxBytes limit) {
        return limit.value();
      }
    }
    return BodyLimits.ORDINARY_BYTES_MAX;
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(BodyLimits.DEPTH_MAX)
                .maxNumberLength(BodyLimits.NUMBER_LENGTH_MAX)
                .maxNameLength(BodyLimits.NAME_LENGTH_MAX)
                .maxStringLength(BodyLimits.DESCRIPTION_BYTES_MAX + 1)
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        // Closed, the stream of a request would take in all that is left of it.
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }
}

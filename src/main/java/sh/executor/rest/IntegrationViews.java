package sh.executor.rest;

import java.util.List;
import sh.executor.api.AuthMethodView;
import sh.executor.api.DetectedView;
import sh.executor.api.IntegrationView;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.AuthMethod.Encoding;
import sh.executor.catalog.model.AuthMethod.Placement;
import sh.executor.catalog.model.Detection;
import sh.executor.catalog.model.Integration;

/** Integrations on their way to the wire. */
final class IntegrationViews {

  private IntegrationViews() {}

  static IntegrationView view(Integration integration) {
    return new IntegrationView(
        integration.slug(),
        integration.name(),
        integration.description(),
        integration.kind(),
        true,
        integration.canRefresh(),
        integration.authMethods().stream().map(IntegrationViews::method).toList(),
        integration.operationCount(),
        integration.unreviewedCount(),
        integration.sourceUrl());
  }

  static DetectedView detected(Detection detection) {
    return new DetectedView(
        detection.kind(),
        switch (detection.confidence()) {
          case HIGH -> DetectedView.Confidence.HIGH;
          case MEDIUM -> DetectedView.Confidence.MEDIUM;
          case LOW -> DetectedView.Confidence.LOW;
        },
        detection.endpoint(),
        detection.name(),
        detection.slug());
  }

  private static AuthMethodView method(AuthMethod method) {
    List<AuthMethodView.Placement> placements =
        method.placements().stream().map(IntegrationViews::placement).toList();
    return new AuthMethodView(
        method.id(),
        method.label(),
        switch (method.kind()) {
          case NONE -> AuthMethodView.Kind.NONE;
          case APIKEY -> AuthMethodView.Kind.APIKEY;
          case OAUTH -> AuthMethodView.Kind.OAUTH;
        },
        method.id(),
        placements.isEmpty() ? null : placements);
  }

  private static AuthMethodView.Placement placement(Placement placement) {
    boolean isBasic = placement.encoding() == Encoding.BASIC;
    boolean isPlain = !isBasic && placement.literal() == null;
    return new AuthMethodView.Placement(
        switch (placement.carrier()) {
          case HEADER -> AuthMethodView.Carrier.HEADER;
          case QUERY -> AuthMethodView.Carrier.QUERY;
          case COOKIE -> AuthMethodView.Carrier.COOKIE;
        },
        placement.name(),
        placement.prefix(),
        isPlain ? placement.variables().getFirst() : null,
        isBasic ? placement.variables() : null,
        isBasic ? "basic" : null,
        placement.literal());
  }
}

package sh.executor.tenant;

import sh.executor.kernel.TenantId;

/**
 * An organisation.
 *
 * @param slug its name in URLs, stable; grammar of {@link OrganizationSlug}
 * @param name for people, changeable
 */
public record Organization(TenantId id, String slug, String name) {}

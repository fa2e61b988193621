package sh.executor.rest;

import java.util.Optional;
import java.util.UUID;
import sh.executor.api.AccountView;
import sh.executor.api.ApiKeyCreated;
import sh.executor.api.ApiKeyKind;
import sh.executor.api.ApiKeyView;
import sh.executor.api.MemberView;
import sh.executor.api.RoleName;
import sh.executor.auth.ApiKey;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TypeId;
import sh.executor.tenant.Member;
import sh.executor.tenant.Organization;

/** People, organisations and keys between the wire and the rooms that know them. */
final class AccountViews {

  private static final String KEY = "key";
  private static final String MEMBERSHIP = "member";

  private AccountViews() {}

  static AccountView view(Member member, Organization organization) {
    return new AccountView(
        new AccountView.User(
            member.account().id().toString(),
            member.account().email(),
            member.account().name(),
            null),
        new AccountView.Organization(
            organization.id().toString(), organization.name(), organization.slug()));
  }

  static MemberView member(Member member, Caller caller) {
    return new MemberView(
        new TypeId(MEMBERSHIP, member.id()).toString(),
        member.account().id().toString(),
        member.account().email(),
        member.account().name(),
        null,
        switch (member.role()) {
          case OWNER -> RoleName.OWNER;
          case ADMIN -> RoleName.ADMIN;
          case MEMBER -> RoleName.MEMBER;
        },
        MemberView.Status.ACTIVE,
        member.lastActiveAt() == null ? null : member.lastActiveAt().toEpochMilli(),
        member.account().id().equals(caller.account()));
  }

  static ApiKeyView key(ApiKey key) {
    return new ApiKeyView(
        new TypeId(KEY, key.id()).toString(),
        key.name(),
        kind(key.kind()),
        key.obfuscatedValue(),
        key.createdAt().toEpochMilli(),
        key.createdAt().toEpochMilli(),
        key.lastUsedAt() == null ? null : key.lastUsedAt().toEpochMilli());
  }

  static ApiKeyCreated created(ApiKey.Created created) {
    ApiKeyView key = key(created.key());
    return new ApiKeyCreated(
        key.id(),
        key.name(),
        key.kind(),
        key.obfuscatedValue(),
        key.createdAt(),
        key.updatedAt(),
        key.lastUsedAt(),
        created.value());
  }

  /** The key an id names, or empty when it can not be one. */
  static Optional<UUID> keyId(String text) {
    return TypeId.parse(KEY, text).map(TypeId::uuid);
  }

  static Caller.Credential kind(ApiKeyKind kind) {
    return switch (kind) {
      case PERSON -> Caller.Credential.PERSON;
      case AGENT -> Caller.Credential.AGENT;
    };
  }

  private static ApiKeyKind kind(Caller.Credential kind) {
    return switch (kind) {
      case PERSON -> ApiKeyKind.PERSON;
      case AGENT -> ApiKeyKind.AGENT;
    };
  }
}

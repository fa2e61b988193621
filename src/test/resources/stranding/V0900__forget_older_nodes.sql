-- A twin of V0004 that forgets that older nodes still write: what they begin newer ones do not find,
-- and the other way about. Applied by RollingUpgradeIT alone, which has to notice.
drop trigger session_entry_inserted on session_entry;
drop trigger mcp_session_inserted on mcp_session;

-- What puts waiting actions in order, and says which of them ask the same, without their long text.
create index action_waiting
  on action (decision, expires_at, action_id, created_at, position, subject, gate, verdict);
drop index action_by_decision;

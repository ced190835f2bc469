//! Several processes on one database: who leads, and who is too old.

use chartfleet_store::StoreError;

use crate::database::Database;

#[tokio::test]
async fn one_process_leads_and_another_follows_when_it_ends() {
    let db = Database::create().await;
    let leader = db.store.try_lead().await.unwrap().unwrap();
    assert!(leader.holds());
    let second = db.reconnect().await.unwrap();
    assert!(second.try_lead().await.unwrap().is_none());
    drop(leader);
    let mut tries = 0;
    while second.try_lead().await.unwrap().is_none() {
        tries += 1;
        assert!(tries < 1000, "the lock must end with its session");
    }
    drop(second);
    db.drop().await;
}

#[tokio::test]
async fn a_schema_of_a_later_program_is_refused() {
    let db = Database::create().await;
    db.sql
        .execute("INSERT INTO schema_version VALUES (1000)", &[])
        .await
        .unwrap();
    let refused = db.reconnect().await;
    assert!(matches!(
        refused,
        Err(StoreError::SchemaTooNew { found: 1000, .. })
    ));
    db.drop().await;
}

#[tokio::test]
async fn a_migration_that_cannot_have_its_tables_gives_up_and_says_what_to_do() {
    let db = Database::create().await;
    let older = "DELETE FROM schema_version WHERE version >= 4; DROP INDEX decisions_last_word";
    db.sql.batch_execute(older).await.unwrap();
    let in_use = "BEGIN; LOCK TABLE decisions IN ROW EXCLUSIVE MODE";
    db.sql.batch_execute(in_use).await.unwrap();
    let refused = db.reconnect().await.err().unwrap();
    assert!(matches!(refused, StoreError::SchemaInUse), "{refused}");
    assert!(refused.to_string().contains("drain the workers"));
    db.drop().await;
}

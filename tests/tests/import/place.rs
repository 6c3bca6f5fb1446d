//! A database with a network and a city that imports, and a look into its tables.
//!
//! Invariant: writes go through the domain; only what people would decide later is written past it, by name.

use crate::{
    harness::{self, Backend},
    postgres,
};
use api::database;
use domain::{
    Ctx, Result, Work,
    actor::{Actor, Member, Principal, Role, Scopes},
    id::{ActionFieldId, PlanId},
    import::{self, Report, Request, Upload},
    language::Language,
    store::{Options, Store},
};
use entity::{
    plan, plan_resolution, project, project_barrier, project_item,
    scope::{PartTable, TenantTable},
    source_cell, sub_project, transfer_link,
};
use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend,
    EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Func, Query},
};

pub const NETWORK: &str = "kora";
pub const AACHEN: &str = "05334002";
const PLAN: &str = "Aktionsplan Aachen";

/// A database in which Aachen is set up by its first file.
pub struct Place {
    store: Store,
    /// Looks at the tables, and does what a later use case would.
    pub tables: DatabaseConnection,
    _folder: Option<tempfile::TempDir>,
}

impl Place {
    /// A new one; `None` where there is no PostgreSQL.
    pub async fn new(backend: Backend) -> Option<Self> {
        let (owner, application, folder) = match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let url = Options::embedded(folder.path().join("staedtenetz.sqlite")).url;
                (url.clone(), url, Some(folder))
            }
            Backend::Postgres => {
                let database = postgres::database(harness::migrate).await?;
                (database.owner, database.application, None)
            }
        };
        let filled = database::open(&Options::url(&owner)).await.unwrap();
        filled.close().await.unwrap();
        let store = Store::open(&Options::url(application)).await.unwrap();
        let mut tables = ConnectOptions::new(owner);
        // What row security is told holds for one connection.
        tables.max_connections(1).sqlx_logging(false);
        let place = Self {
            store,
            tables: Database::connect(tables).await.unwrap(),
            _folder: folder,
        };
        place.set_up().await;
        place.look_as_aachen().await;
        Some(place)
    }

    /// Row security holds for the owner of the tables too.
    async fn look_as_aachen(&self) {
        if self.tables.get_database_backend() == DbBackend::Postgres {
            let tell = Func::cust("set_config")
                .arg("staedtenetz.tenant")
                .arg(self.tenant().0.to_string())
                .arg(false);
            let statement = Query::select().expr(tell).to_owned();
            self.tables.query_one(&statement).await.unwrap();
        }
    }

    async fn set_up(&self) {
        let fields = "Nr.\tAktionsfeld\tArbeitstitel\n\
            1\tA Umgang mit Zivilgesellschaft\tX\n2\tB Umgang mit Politik\tX\n\
            3\tC Ziele, integratives Arbeiten und Planungsabläufe\tX\n4\tD Vernetzung und Kultur\tX\n";
        let ctx = Ctx::new(
            &self.store,
            Actor::Operator(Principal::CommandLine),
            Language::De,
        );
        let work = ctx.begin().await.unwrap();
        let done = import::set_up(&work, &request((AACHEN, "set_up.tsv", fields), PLAN))
            .await
            .unwrap();
        assert_eq!(done.action_fields.len(), 4);
        work.commit().await.unwrap();
    }

    fn aachen(&self) -> Ctx {
        let reference = self.store.reference();
        let member = Member {
            tenant: reference.tenant_of_city(AACHEN).unwrap().id,
            role: Role::Publisher,
            scopes: Scopes::all(),
            networks: vec![reference.network(NETWORK).unwrap().id],
            principal: Principal::CommandLine,
        };
        Ctx::new(&self.store, Actor::Member(member), Language::De)
    }

    pub async fn import(&self, name: &str, text: &str) -> Result<Report> {
        self.import_as(name, text, PLAN).await
    }

    pub async fn import_as(&self, name: &str, text: &str, title: &str) -> Result<Report> {
        self.apply(&request((AACHEN, name, text), title)).await
    }

    pub async fn import_for(&self, city: &str, name: &str, text: &str) -> Result<Report> {
        self.apply(&request((city, name, text), PLAN)).await
    }

    async fn apply(&self, request: &Request<'_>) -> Result<Report> {
        let ctx = self.aachen();
        let work: Work<'_> = ctx.begin().await?;
        let report = import::apply(&work, request).await?;
        work.commit().await?;
        Ok(report)
    }

    pub async fn preview(&self, name: &str, text: &str) -> Result<Report> {
        import::preview(&self.aachen(), &request((AACHEN, name, text), PLAN)).await
    }

    pub fn field_code(&self, id: ActionFieldId) -> String {
        self.store
            .reference()
            .action_fields
            .find(&id)
            .unwrap()
            .code
            .clone()
    }

    fn tenant(&self) -> domain::id::TenantId {
        self.store.reference().tenant_of_city(AACHEN).unwrap().id
    }

    pub async fn plan(&self) -> plan::Model {
        plan::Entity::owned_by(self.tenant())
            .one(&self.tables)
            .await
            .unwrap()
            .unwrap()
    }

    pub async fn plans(&self) -> u64 {
        plan::Entity::owned_by(self.tenant())
            .count(&self.tables)
            .await
            .unwrap()
    }

    pub async fn projects(&self) -> Vec<project::Model> {
        let rows =
            project::Entity::owned_by(self.tenant()).order_by_asc(project::Column::SequenceNo);
        rows.all(&self.tables).await.unwrap()
    }

    pub async fn links(&self) -> Vec<transfer_link::Model> {
        let rows =
            transfer_link::Entity::owned_by(self.tenant()).order_by_asc(transfer_link::Column::Id);
        rows.all(&self.tables).await.unwrap()
    }

    pub async fn items(&self) -> Vec<project_item::Model> {
        let rows = project_item::Entity::parts().order_by_asc(project_item::Column::Position);
        rows.all(&self.tables).await.unwrap()
    }

    pub async fn sub_projects(&self) -> Vec<sub_project::Model> {
        sub_project::Entity::parts()
            .all(&self.tables)
            .await
            .unwrap()
    }

    pub async fn barriers(&self) -> u64 {
        project_barrier::Entity::parts()
            .count(&self.tables)
            .await
            .unwrap()
    }

    pub async fn resolutions(&self, plan: PlanId) -> Vec<plan_resolution::Model> {
        let rows =
            plan_resolution::Entity::parts().filter(plan_resolution::Column::PlanId.eq(plan.0));
        rows.all(&self.tables).await.unwrap()
    }

    pub async fn cells(&self) -> Vec<source_cell::Model> {
        source_cell::Entity::parts()
            .order_by_asc(source_cell::Column::Id)
            .all(&self.tables)
            .await
            .unwrap()
    }

    /// Puts a row beside those of the domain, as another use case would.
    pub async fn put<A>(&self, row: A)
    where
        A: sea_orm::ActiveModelTrait + sea_orm::ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: sea_orm::IntoActiveModel<A>,
    {
        A::Entity::insert(row)
            .exec_without_returning(&self.tables)
            .await
            .unwrap();
    }
}

fn request<'a>((city, name, text): (&'a str, &'a str, &'a str), title: &'a str) -> Request<'a> {
    Request {
        upload: Upload {
            name,
            bytes: text.as_bytes(),
        },
        network: NETWORK,
        city,
        title: Some(title),
        visibility: None,
        progress: None,
    }
}

-- Run once, by the administrator of an empty PostgreSQL: the database of the service and its two roles.
-- The owner migrates and owns the tables. The service works as a role that owns nothing and cannot pass by row security,
-- so that a fault of the service stays within what the tenant of a request may see; it refuses to start otherwise.
\set ON_ERROR_STOP on
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv password DATABASE_PASSWORD
CREATE ROLE staedtenetz_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE staedtenetz LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE staedtenetz OWNER staedtenetz_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE staedtenetz FROM PUBLIC;
GRANT CONNECT ON DATABASE staedtenetz TO staedtenetz;
\connect staedtenetz
ALTER SCHEMA public OWNER TO staedtenetz_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO staedtenetz;
-- What the owner makes later is open to the service, row by row as the policies say.
ALTER DEFAULT PRIVILEGES FOR ROLE staedtenetz_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO staedtenetz;
ALTER DEFAULT PRIVILEGES FOR ROLE staedtenetz_owner GRANT USAGE, SELECT ON SEQUENCES TO staedtenetz;

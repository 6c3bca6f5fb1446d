-- Run once, by the administrator of an empty PostgreSQL: the role and the database of the service.
-- The role is no superuser and cannot pass by row security, so a fault of the service stays within its own tables.
\set ON_ERROR_STOP on
\getenv password DATABASE_PASSWORD
CREATE ROLE staedtenetz LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE staedtenetz OWNER staedtenetz TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE staedtenetz FROM PUBLIC;

-- What a database looks like: kind, name and definition of every object in it.
WITH own AS (
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'plpgsql_check')
), part AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), relation AS (
  SELECT c.* FROM pg_class c JOIN own ON own.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM part WHERE classid = 'pg_class'::regclass AND objid = c.oid)
)
SELECT 'schema', nspname,
  concat_ws('|', pg_get_userbyid(nspowner), nspacl::text)
FROM pg_namespace JOIN own USING (oid, nspname)
UNION ALL
SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view'
    WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
    WHEN 'f' THEN 'foreign table' ELSE 'type' END,
  c.oid::regclass::text,
  concat_ws('|', relkind, relpersistence, relreplident, pg_get_userbyid(relowner),
    relrowsecurity, relforcerowsecurity, relispopulated, reloptions::text, relacl::text,
    (SELECT string_agg(inhparent::regclass::text, ',' ORDER BY inhseqno)
     FROM pg_inherits WHERE inhrelid = c.oid),
    pg_get_partkeydef(c.oid), pg_get_expr(relpartbound, c.oid),
    CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
    (SELECT concat_ws(',', seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax,
       seqcache, seqcycle) FROM pg_sequence WHERE seqrelid = c.oid),
    (SELECT spcname FROM pg_tablespace s WHERE s.oid = reltablespace))
FROM relation c WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
UNION ALL
SELECT 'column', c.oid::regclass || '.' || quote_ident(attname),
  concat_ws('|', format_type(atttypid, atttypmod), attnotnull, attstorage,
    attcompression, attstattarget, attoptions::text, attidentity, attgenerated,
    pg_get_expr(adbin, adrelid),
    (SELECT collname FROM pg_collation l WHERE l.oid = attcollation), attacl::text)
FROM pg_attribute a JOIN relation c ON c.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'f', 'c', 'v', 'm')
UNION ALL
SELECT 'column order', c.oid::regclass::text, string_agg(attname, ',' ORDER BY attnum)
FROM pg_attribute a JOIN relation c ON c.oid = attrelid
WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p') GROUP BY c.oid
UNION ALL
SELECT 'constraint',
  coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text)
    || '.' || quote_ident(conname),
  concat_ws('|', pg_get_constraintdef(o.oid), convalidated)
FROM pg_constraint o JOIN own ON own.oid = connamespace WHERE contype <> 'n'
UNION ALL
SELECT 'index', indexrelid::regclass::text,
  concat_ws('|', pg_get_indexdef(indexrelid), indisvalid, indisclustered, c.reloptions::text)
FROM pg_index JOIN relation c ON c.oid = indexrelid
UNION ALL
SELECT 'trigger', tgrelid::regclass || '.' || quote_ident(tgname),
  concat_ws('|', pg_get_triggerdef(t.oid), tgenabled)
FROM pg_trigger t JOIN relation c ON c.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
  p.oid::regprocedure::text,
  concat_ws('|', CASE WHEN prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
    pg_get_userbyid(proowner), proacl::text)
FROM pg_proc p JOIN own ON own.oid = pronamespace
WHERE NOT EXISTS (SELECT FROM part WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
UNION ALL
SELECT 'type', t.oid::regtype::text,
  concat_ws('|', typtype, format_type(typbasetype, typtypmod), typnotnull, typdefault,
    pg_get_userbyid(typowner), typacl::text,
    (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder)
     FROM pg_enum WHERE enumtypid = t.oid))
FROM pg_type t JOIN own ON own.oid = typnamespace
WHERE typtype IN ('e', 'd', 'r', 'm')
  AND NOT EXISTS (SELECT FROM part WHERE classid = 'pg_type'::regclass AND objid = t.oid)
UNION ALL
SELECT 'policy', polrelid::regclass || '.' || quote_ident(polname),
  concat_ws('|', polcmd, polpermissive,
    (SELECT string_agg(coalesce(rolname, 'public'), ',' ORDER BY rolname)
     FROM unnest(polroles) r LEFT JOIN pg_roles g ON g.oid = r),
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM pg_policy
UNION ALL
SELECT 'rule', ev_class::regclass || '.' || quote_ident(rulename),
  concat_ws('|', pg_get_ruledef(r.oid), ev_enabled)
FROM pg_rewrite r JOIN relation c ON c.oid = ev_class WHERE rulename <> '_RETURN'
UNION ALL
SELECT 'extension', extname, concat_ws('|', extversion, extnamespace::regnamespace)
FROM pg_extension WHERE extname NOT IN ('plpgsql', 'plpgsql_check')
UNION ALL
SELECT 'event trigger', evtname,
  concat_ws('|', evtevent, evtenabled, evtfoid::regprocedure, evttags::text)
FROM pg_event_trigger
UNION ALL
SELECT 'publication', pubname,
  concat_ws('|', puballtables, pubinsert, pubupdate, pubdelete, pubtruncate,
    (SELECT string_agg(prrelid::regclass::text, ',' ORDER BY prrelid)
     FROM pg_publication_rel WHERE prpubid = b.oid))
FROM pg_publication b
UNION ALL
SELECT 'statistics', stxnamespace::regnamespace || '.' || quote_ident(stxname),
  pg_get_statisticsobjdef(oid)
FROM pg_statistic_ext
UNION ALL
SELECT 'cast', format_type(castsource, NULL) || ' as ' || format_type(casttarget, NULL),
  concat_ws('|', castcontext, castmethod, castfunc::regprocedure)
FROM pg_cast c WHERE oid >= 16384
  AND NOT EXISTS (SELECT FROM part WHERE classid = 'pg_cast'::regclass AND objid = c.oid)
UNION ALL
SELECT 'operator', o.oid::regoperator::text, concat_ws('|', oprcode, oprcom, oprnegate)
FROM pg_operator o JOIN own ON own.oid = oprnamespace
WHERE NOT EXISTS (SELECT FROM part WHERE classid = 'pg_operator'::regclass AND objid = o.oid)
UNION ALL
SELECT 'operator class', quote_ident(opcname) || ' for ' || opcintype::regtype,
  concat_ws('|', opcmethod, opcdefault)
FROM pg_opclass o JOIN own ON own.oid = opcnamespace
WHERE NOT EXISTS (SELECT FROM part WHERE classid = 'pg_opclass'::regclass AND objid = o.oid)
UNION ALL
SELECT 'foreign data wrapper', fdwname, fdwoptions::text FROM pg_foreign_data_wrapper
UNION ALL
SELECT 'foreign server', srvname, concat_ws('|', srvoptions::text, srvacl::text)
FROM pg_foreign_server
UNION ALL
SELECT 'default privileges',
  concat_ws(' ', defaclrole::regrole, defaclobjtype, nullif(defaclnamespace, 0)::regnamespace),
  defaclacl::text
FROM pg_default_acl
UNION ALL
SELECT 'collation', c.oid::regcollation::text,
  concat_ws('|', collprovider, collisdeterministic, collcollate)
FROM pg_collation c JOIN own ON own.oid = collnamespace
UNION ALL
SELECT 'text search configuration', c.oid::regconfig::text,
  (SELECT string_agg(concat_ws(' ', maptokentype, mapseqno, mapdict::regdictionary), ','
     ORDER BY maptokentype, mapseqno) FROM pg_ts_config_map WHERE mapcfg = c.oid)
FROM pg_ts_config c JOIN own ON own.oid = cfgnamespace
UNION ALL
SELECT 'text search dictionary', d.oid::regdictionary::text, dictinitoption
FROM pg_ts_dict d JOIN own ON own.oid = dictnamespace
WHERE NOT EXISTS (SELECT FROM part WHERE classid = 'pg_ts_dict'::regclass AND objid = d.oid)
UNION ALL
SELECT 'language', lanname, lanacl::text FROM pg_language WHERE oid >= 16384
UNION ALL
SELECT 'large object', oid::text, pg_get_userbyid(lomowner) FROM pg_largeobject_metadata
UNION ALL
SELECT 'comment', (pg_identify_object(classoid, objoid, objsubid)).type || ' '
    || (pg_identify_object(classoid, objoid, objsubid)).identity, description
FROM pg_description d WHERE objoid >= 16384 AND classoid <> 'pg_extension'::regclass
  AND NOT EXISTS (SELECT FROM part p WHERE p.classid = d.classoid AND p.objid = d.objoid)
UNION ALL
SELECT 'setting', coalesce(nullif(setrole, 0)::regrole::text, 'all roles'), setconfig::text
FROM pg_db_role_setting
WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT 'database', 'of the plan', concat_ws('|', pg_get_userbyid(datdba), datacl::text,
  (SELECT description FROM pg_shdescription s
   WHERE s.objoid = d.oid AND s.classoid = 'pg_database'::regclass))
FROM pg_database d WHERE datname = current_database()

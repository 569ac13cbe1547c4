using Workerd = import "/workerd/workerd.capnp";

# The oldest date from which nodejs_compat alone provides all that the entries import, and the one from
# which nothing has to be set.
const config :Workerd.Config = (
  services = [
    (name = "nodejs_compat", worker = (
      modules = .modules,
      compatibilityDate = "2025-09-15",
      compatibilityFlags = ["nodejs_compat"],
    )),
    (name = "default", worker = (modules = .modules, compatibilityDate = "2026-08-04")),
  ],
);

const modules :List(Workerd.Worker.Module) = [
  (name = "worker.mjs", esModule = embed "worker.mjs"),
  (name = "index.mjs", esModule = embed "node_modules/wx-gray-release-plan/dist/index.mjs"),
  (name = "https.mjs", esModule = embed "node_modules/wx-gray-release-plan/dist/https.mjs"),
  (name = "watch.mjs", esModule = embed "node_modules/wx-gray-release-plan/dist/watch.mjs"),
  (name = "client.mjs", esModule = embed "node_modules/wx-gray-release-plan/dist/client.mjs"),
];

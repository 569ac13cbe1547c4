// jest and what it needs are installed in test/: see scripts/install-tools.mjs.
const tsJest = require.resolve('ts-jest', { paths: [`${__dirname}/test`] })

/** @type {import('jest').Config} */
module.exports = {
  rootDir: '.',
  testEnvironment: 'node',
  // The document that the mini program is drawn into outlives the test that made it.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  // The official sample has a package.json with the name of our function.
  modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/bench/official-sample/'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Types are checked by tsc; the sources are ES modules, which jest runs as CommonJS.
  transform: {
    '^.+\\.ts$': [
      tsJest,
      {
        tsconfig: {
          target: 'es2022',
          module: 'commonjs',
          moduleResolution: 'node10',
          ignoreDeprecations: '6.0',
          esModuleInterop: true,
          isolatedModules: true,
          inlineSourceMap: true,
        },
        diagnostics: false,
      },
    ],
  },
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 100, branches: 100, functions: 100, statements: 100 } },
}

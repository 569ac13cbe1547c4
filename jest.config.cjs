// jest and what it needs are installed in test/: see scripts/install-tools.mjs.
const tsJest = require.resolve('ts-jest', { paths: [`${__dirname}/test`] })

/** What takes long, and is left to `npm run test:all`; all other tests are `npm test`. */
const LONG = [
  'test/e2e/(bundle-differential(-watch)?|cli(-\\w+)?|file-store|https-process|soak)\\.test\\.ts$',
  'test/(docs|fuzz|miniprogram|package|platform)/.*\\.test\\.ts$',
]

const common = {
  testEnvironment: 'node',
  // The official sample has a package.json with the name of our function.
  modulePathIgnorePatterns: [
    '<rootDir>/.cache/',
    '<rootDir>/bench/official-sample/',
    '<rootDir>/test/toolchains/.*/(node_modules|dist)/',
  ],
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
}

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      ...common,
      displayName: 'quick',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...LONG],
    },
    {
      ...common,
      displayName: 'long',
      testRegex: LONG,
      // The document that the mini program is drawn into outlives the test that made it.
      testEnvironmentOptions: { globalsCleanup: 'off' },
    },
  ],
  // A machine that is busy otherwise takes its time.
  testTimeout: 20_000,
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 100, branches: 100, functions: 100, statements: 100 } },
}

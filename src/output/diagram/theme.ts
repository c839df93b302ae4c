/** The colours of a drawn diagram. */
export interface DiagramTheme {
  readonly ground: string;
  readonly cluster: string;
  readonly clusterLine: string;
  readonly box: string;
  readonly boxLine: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly key: string;
  readonly foreign: string;
  readonly rule: string;
  readonly focus: string;
  /** Heads of boxes, by turns for the clusters. */
  readonly heads: readonly string[];
  /** Lines toward the boxes of each cluster. */
  readonly lines: readonly string[];
}

export const light: DiagramTheme = {
  ground: '#ffffff',
  cluster: '#f5f6f8',
  clusterLine: '#e3e6ea',
  box: '#ffffff',
  boxLine: '#b9c0c9',
  ink: '#1b1f24',
  quiet: '#6a737d',
  line: '#7a8592',
  key: '#9a6a00',
  foreign: '#2a5db0',
  rule: '#eceef1',
  focus: '#b3261e',
  heads: ['#dfe9f7', '#e2f1e6', '#f7ebd8', '#efe3f4', '#dcf0f0', '#f8e3e1', '#e9ecd9', '#e6e6ee'],
  lines: ['#4a7fc4', '#3f9461', '#bb8231', '#965bb0', '#31908f', '#c0605a', '#7f8d3c', '#72728f'],
};

export const dark: DiagramTheme = {
  ground: '#14171a',
  cluster: '#1a1e22',
  clusterLine: '#2b3137',
  box: '#20252a',
  boxLine: '#4a535d',
  ink: '#e5e8eb',
  quiet: '#9ba5b0',
  line: '#8a96a3',
  key: '#e3b452',
  foreign: '#8db6ff',
  rule: '#2b3137',
  focus: '#ff8f82',
  heads: ['#24405f', '#234a33', '#57401c', '#472d55', '#1f4b4b', '#5a2d2a', '#3f4722', '#373748'],
  lines: ['#7fb0f0', '#6fc692', '#e0ac62', '#c690dd', '#63c2c1', '#ee938c', '#b0be6c', '#a4a4c2'],
};

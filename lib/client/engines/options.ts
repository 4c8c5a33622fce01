import {
  chosenEngine,
  ENGINE_IDS,
  ENGINE_NAMES,
  type EngineChoice,
  type EngineInfo,
  limitsSentence,
} from '#lib/domain/execution/engines.ts';

/** One way to answer "what runs the containers?". */
export interface EngineOption {
  value: EngineChoice;
  label: string;
  /** Its limits; of one that is not there, why not and what to do. */
  description: string;
  disabled: boolean;
}

const optionOf = (engine: EngineInfo): EngineOption => ({
  value: engine.id,
  label: engine.title,
  description: engine.available
    ? `${engine.detail} ${limitsSentence(engine)}`.trim()
    : [engine.detail, engine.remedy].filter(Boolean).join(' '),
  disabled: !engine.available,
});

/** Until the machine has said what it has, every name can be chosen: the engine refuses what is not there. */
const unknown = (id: EngineInfo['id']): EngineOption => ({
  ...{ value: id, label: ENGINE_NAMES[id], disabled: false },
  description: 'Whether it is there shows when the run starts.',
});

/** The choices for a run; `engines` is undefined as long as the machine has not told what it has. */
export function engineOptions(engines: readonly EngineInfo[] | undefined): EngineOption[] {
  const first = chosenEngine(engines ?? [], 'auto');
  const automatic: EngineOption = {
    value: 'auto',
    label: first ? `Automatic: ${first.title}` : 'Automatic',
    description: 'The first that is there, of Docker, Podman and the embedded runc.',
    disabled: false,
  };
  return [automatic, ...(engines?.map(optionOf) ?? ENGINE_IDS.map(unknown))];
}

import { Download, FlaskConical, Gauge, Trash2, X } from 'lucide-react'
import type { ModelEntry } from '../../../shared/models.ts'
import { goToRestore, useRoute } from '../../state/route.ts'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { editRecipe, openPicture } from '../restore/editor-store.ts'
import { installModel, measureModel } from './model-actions.ts'
import { ModelFacts } from './model-facts.tsx'
import { ModelTrial } from './model-trial.tsx'
import { goodForOf, nameOf } from './model-words.ts'
import styles from './models.module.css'
import { askToRemoveModel, type ModelWork, useModelsState } from './models-store.ts'

/** One model: what it is good at, what it costs, what can be done with it. */
export function ModelItem({ model }: { readonly model: ModelEntry }) {
  const words = useWords()
  const { t, bytes, failure, language } = words
  const work = useModelsState((state) => state.work[model.id])
  const wrong = useModelsState((state) => state.failures[model.id])
  const good = goodForOf(model, language)
  const state = installedStates.find((known) => known === model.state)
  return (
    <li className={styles.item} aria-labelledby={`model-${model.id}`}>
      <div className={styles.head}>
        <h3 id={`model-${model.id}`} className={styles.name}>
          {nameOf(model, language)}
        </h3>
        {state !== undefined && <span className={styles.badge}>{t(`models.state.${state}`)}</span>}
        {!model.usable && <span className={styles.badge}>{t('models.unused')}</span>}
      </div>
      {good.length > 0 && <p className={styles.good}>{good.join(language === 'en' ? ' ' : '')}</p>}
      {model.byHand && <p className={styles.good}>{model.byHand[language === 'zh-CN' ? 'zh-CN' : 'en']}</p>}
      <p className={styles.line}>
        <span>{t(`models.task.${taskOf(model)}`)}</span>
        {model.scale !== null && model.scale > 1 && <span>×{words.number(model.scale)}</span>}
        {model.bytes !== null && <span>{bytes(model.bytes)}</span>}
        <Licence model={model} />
        <Speed model={model} />
      </p>
      {work ? <Working work={work} model={model} /> : <Actions model={model} />}
      {wrong !== undefined && (
        <p role="alert" className={styles.wrong}>
          {failure(wrong)}
        </p>
      )}
      <ModelTrial model={model} />
      <ModelFacts model={model} />
    </li>
  )
}

const tasks = [
  'upscale',
  'upscale-real',
  'upscale-classic',
  'restore-faces',
  'detect-faces',
  'imagine-face',
  'colorize',
  'unfade',
  'inpaint',
  'interpolate',
  'deblock',
  'deblur',
  'denoise',
  'scratch-mask',
] as const
const taskOf = ({ task, scale }: ModelEntry) =>
  task === 'upscale' && scale === 1 ? 'clean' : (tasks.find((known) => known === task) ?? 'other')

/** Of the others the group says enough. */
const installedStates = ['built-in', 'downloaded', 'imported'] as const
const isInstalled = ({ state }: ModelEntry) => installedStates.some((known) => known === state)

function Licence({ model }: { readonly model: ModelEntry }) {
  const { t } = useWords()
  const { name, nonCommercial } = model.licence
  const known = name.startsWith('not known') ? t('models.licenceUnknown') : name
  return (
    <span>
      {known}
      {nonCommercial && <strong className={styles.warning}> · {t('models.nonCommercial')}</strong>}
    </span>
  )
}

function Speed({ model }: { readonly model: ModelEntry }) {
  const { t, number } = useWords()
  if (model.secondsPerMegapixel === null) return null
  const seconds = number(model.secondsPerMegapixel, { maximumFractionDigits: model.secondsPerMegapixel < 10 ? 1 : 0 })
  return <span className={styles.speed}>{t('models.speed', { seconds })}</span>
}

function Working({ work, model }: { readonly work: ModelWork; readonly model: ModelEntry }) {
  const { t, bytes } = useWords()
  const { kind, progress } = work
  const stage = kind === 'measure' ? 'measure' : (progress?.stage ?? 'download')
  const isDownload = stage === 'download' && progress !== null
  const share = isDownload ? progress.fraction : undefined
  const shown = bytes(progress?.bytes ?? 0)
  const of = bytes(model.bytes ?? 0)
  return (
    <div className={styles.working}>
      <span role="status">{t(`models.stage.${stage}`)}</span>
      <span className={styles.bar}>
        <Progress label={t('models.progress', { name: model.name })} value={share} />
      </span>
      {isDownload && <span className={styles.count}>{t('models.bytes', { shown, of })}</span>}
      {kind === 'install' && (
        <Button look="quiet" icon={X} onPress={() => work.abort.abort()}>
          {t('common.cancel')}
        </Button>
      )}
    </div>
  )
}

function Actions({ model }: { readonly model: ModelEntry }) {
  const { t, bytes, language } = useWords()
  const openId = useRoute((state) => state.openId)
  const name = nameOf(model, language)
  const isHere = isInstalled(model)
  const enlarges = isHere && model.task === 'upscale'
  return (
    <div className={styles.actions}>
      {model.state === 'available' && (
        <Button
          icon={Download}
          onPress={() => void installModel(model.id)}
          aria-label={t('models.installName', { name, size: bytes(model.bytes ?? 0) })}
        >
          {t('models.install', { size: bytes(model.bytes ?? 0) })}
        </Button>
      )}
      {enlarges && (
        <Button icon={Gauge} onPress={() => void measureModel(model.id)} aria-label={t('models.measureName', { name })}>
          {t('models.measure')}
        </Button>
      )}
      {enlarges && openId !== null && (
        <Button look="quiet" icon={FlaskConical} onPress={() => tryOn(openId, model, t('models.recipe', { name }))}>
          {t('models.try')}
        </Button>
      )}
      {isHere && model.state !== 'built-in' && (
        <Button
          look="quiet"
          icon={Trash2}
          onPress={() => askToRemoveModel(model.id, name)}
          aria-label={t('models.removeName', { name })}
        >
          {t('models.remove')}
        </Button>
      )}
    </div>
  )
}

/** Goes to the open photo with this model as its one step: Restore makes it, the divider compares. */
function tryOn(pictureId: string, model: ModelEntry, name: string): void {
  openPicture(pictureId)
  const params = { scale: model.scale ?? 2, model: model.id }
  editRecipe({ version: 1, name, steps: [{ operation: 'upscale', version: 1, enabled: true, params, models: [] }] })
  goToRestore(pictureId)
}
